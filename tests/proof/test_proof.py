"""The Coq proofs: compiled from nothing, audited, and shown to fail when something false is said."""

import re
import shutil
import subprocess

import pytest
import torch
from _ext.digests import ROOT

from tinynets import circuits

SOURCE = ROOT / "docs" / "proofs" / "coq"
AUDIT = SOURCE / "Audit.v"
FILES = ("Parity", "Layered", "Induction")
THEOREMS = {
    "Parity": (
        "upper_bound",
        "folds_exact",
        "folds_classify",
        "no_network_for_all",
        "units_needed",
    ),
    "Layered": ("flatten_same", "flatten_size", "layered_bound"),
    "Induction": ("article_bound",),
}
# What the real numbers of Coq's standard library rest on, and all that is allowed.
ALLOWED = {
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
}


def coqc(folder, name):
    """Compile a file; return Coq's exit code and what it says."""
    command = ["coqc", "-Q", ".", "", f"{name}.v"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def copied(folder):
    for name in FILES:
        shutil.copyfile(SOURCE / f"{name}.v", folder / f"{name}.v")
    return folder


def assumed(folder, theorem):
    """Return what a theorem rests on: axioms by their full names, or whatever else Coq lists.

    The theorem is asked for by what Audit.v says that it says.
    """
    audit = (AUDIT.read_text(encoding="utf-8"), f"Print Assumptions {theorem}_says.")
    (folder / "Audit.v").write_text("\n".join(audit))
    code, said = coqc(folder, "Audit")
    assert code == 0, said
    if said == "Closed under the global context\n":
        return set()
    first, *lines = said.splitlines()
    assert first == "Axioms:", said
    # A type goes on in lines that are indented; every other line must be a name that is allowed.
    return {line.split(" : ")[0] for line in lines if not line.startswith(" ")}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    folder = copied(tmp_path_factory.mktemp("coq"))
    for name in FILES:
        code, said = coqc(folder, name)
        assert code == 0, said
    return folder


@pytest.mark.parametrize("theorem", [name for names in THEOREMS.values() for name in names])
def test_a_theorem_rests_on_the_reals_alone(compiled, theorem):
    assert assumed(compiled, theorem) <= ALLOWED


def test_every_theorem_is_audited():
    for name in FILES:
        text = (SOURCE / f"{name}.v").read_text(encoding="utf-8")
        assert tuple(re.findall(r"^Theorem (\w+)", text, re.MULTILINE)) == THEOREMS[name]
    stated = re.findall(r"^Theorem (\w+)_says", AUDIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert stated == [theorem for names in THEOREMS.values() for theorem in names]


def test_the_sources_ask_for_nothing_but_definitions_and_proofs():
    wanted = {"Require", "Import", "Open", "Definition", "Fixpoint", "Record", "Lemma", "Theorem"}
    for name in FILES:
        text = (SOURCE / f"{name}.v").read_text(encoding="utf-8")
        text = re.sub(r"\(\*.*?\*\)|Proof\..*?Qed\.", "", text, flags=re.DOTALL)
        assert {s.split()[0] for s in re.split(r"\.(?:\s+|$)", text) if s.strip()} <= wanted


# What is changed, and the file that must no longer compile.
MUTANTS = {
    "one integer less": (
        "Parity",
        "classifies (eval n) t m N -> (N <= 2 ^ length (hidden n) + 1)%nat.",
        "classifies (eval n) t m N -> (N <= 2 ^ length (hidden n))%nat.",
        "Parity",
    ),
    "a square for the ReLU": (
        "Parity",
        "Definition relu (z : R) : R := Rmax 0 z.",
        "Definition relu (z : R) : R := z * z.",
        "Parity",
    ),
    "a weight of -1": ("Parity", "(1, repeat (-2) earlier,", "(1, repeat (-1) earlier,", "Parity"),
    "a fold elsewhere": (
        "Parity",
        "- 2 ^ Z.of_nat h)%Z ::",
        "- 2 ^ Z.of_nat h + 1)%Z ::",
        "Parity",
    ),
    "the kink in one half only": (
        "Parity",
        "changes (p :: l2))%nat.",
        "changes l2)%nat.",
        "Parity",
    ),
    "the induction from 1": (
        "Induction",
        "forall n net t m, (2 <= n)%nat",
        "forall n net t m, (1 <= n)%nat",
        "Induction",
    ),
    "a layer reads the wrong place": (
        "Layered",
        "repeat 0 before ++ firstn width",
        "repeat 0 width ++ firstn width",
        "Layered",
    ),
    "a layer reads beyond the one before": (
        "Layered",
        "firstn width (reads u)",
        "reads u",
        "Layered",
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_with_a_mistake_the_proof_does_not_go_through(tmp_path, name):
    module, old, new, last = MUTANTS[name]
    path = copied(tmp_path) / f"{module}.v"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    for file in FILES[: FILES.index(last)] if last != "Parity" else ():
        assert coqc(tmp_path, file)[0] == 0
    code, said = coqc(tmp_path, last)
    assert code != 0
    assert "Error" in said


# Ways to claim a lemma without a proof of it. `{}` is its statement, and a file with them compiles.
CLAIMS = {
    "admitted": "Lemma changes_bound {} Proof. Admitted.",
    "an axiom": "Axiom changes_bound {}",
    "an axiom with a primed name": "Axiom changes_bound' {} "
    "Lemma changes_bound {} Proof. exact changes_bound'. Qed.",
    "an endless recursion": "Unset Guard Checking. Fixpoint any (n : nat) : False := any n. "
    "Set Guard Checking. Lemma changes_bound {} Proof. destruct (any 0). Qed.",
}


@pytest.mark.parametrize("how", CLAIMS)
def test_what_is_only_claimed_is_found(tmp_path, how):
    path = copied(tmp_path) / "Parity.v"
    text = path.read_text(encoding="utf-8")
    start = text.index("Lemma changes_bound")
    end = text.index("Qed.", start) + len("Qed.")
    statement = text[start:end].removeprefix("Lemma changes_bound").split("Proof.")[0]
    path.write_text(text[:start] + CLAIMS[how].replace("{}", statement) + text[end:])
    for name in FILES:
        assert coqc(tmp_path, name)[0] == 0
    assert assumed(tmp_path, "upper_bound") - ALLOWED


# Ways to say less: the file compiles, and the theorem rests on nothing new.
LESS = {
    "a hypothesis of a section": (
        "Theorem layered_bound :",
        "Section S. Hypothesis no_way : False. Theorem layered_bound :",
        "Qed. End S.",
    ),
    "a premise more": ("Theorem layered_bound :", "Theorem layered_bound : False ->", "Qed."),
    "another bound": ("<= 2 ^ neurons n + 1)", "<= 3 * 2 ^ neurons n + 1)", "Qed."),
}


@pytest.mark.parametrize("how", LESS)
def test_a_theorem_that_says_less_is_found(tmp_path, how):
    old, new, qed = LESS[how]
    path = copied(tmp_path) / "Layered.v"
    text = path.read_text(encoding="utf-8")
    start = text.index("Theorem layered_bound")
    theorem = text[start:]
    assert theorem.count(old) == 1
    proof = (
        "Proof. intros. contradiction. "
        if "False" in new
        else "Proof. intros n t m N H. rewrite <- flatten_size. "
        "enough (N <= 2 ^ length (hidden (flatten n)) + 1)%nat by lia. apply (upper_bound _ t m). "
        "destruct H as [H|H]; [left|right]; intros k Hk; rewrite flatten_same; auto. "
    )
    statement = theorem.split("Proof.")[0].replace(old, new)
    path.write_text(text[:start] + statement + proof + qed, encoding="utf-8")
    for name in FILES:
        assert coqc(tmp_path, name)[0] == 0
    shutil.copyfile(AUDIT, tmp_path / "Audit.v")
    code, said = coqc(tmp_path, "Audit")
    assert code != 0
    assert "layered_bound" in said


@pytest.mark.parametrize("folds", range(13))
def test_the_package_builds_the_network_of_the_proof(compiled, folds):
    program = f"""
Require Import Parity List ZArith.
Import ListNotations. Open Scope Z_scope.
Definition units := fold_weights 0 {folds} ++ [fold_readout {folds}].
Definition rows := map (fun u => let '(a, ws, b) := u in a :: b :: ws) units.
Eval vm_compute in rows.
"""
    (compiled / "Weights.v").write_text(program)
    code, said = coqc(compiled, "Weights")
    assert code == 0, said
    text = said.split("=", 1)[1].split(":", 1)[0]
    rows = [
        [int(n) for n in re.findall(r"-?\d+", row)]
        for row in re.findall(r"\[([^\[\]]*)\]", text)
        if row.strip()
    ]
    network = circuits.parity(folds, skip=True, dtype=torch.float64)
    layers = [(m.weight.tolist(), m.bias.tolist()) for m in network.layers]
    assert len(rows) == len(layers) == folds + 1
    for (a, b, *ws), (weight, bias) in zip(rows, layers, strict=True):
        assert weight == [[a, *ws]]
        assert bias == [b]
