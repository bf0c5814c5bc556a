"""The Coq proofs: compiled from nothing, audited, and shown to fail when something false is said."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import torch
from _ext.digests import ROOT
from faults import FAULTS

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
    """Compile a file; return Coq's exit code, what it says and what it complains about."""
    command = ["coqc", "-Q", ".", "", f"{name}.v"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


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
    code, said, complaint = coqc(folder, "Audit")
    assert code == 0, complaint
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
        code, _, complaint = coqc(folder, name)
        assert code == 0, complaint
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
    proof = re.compile(r"Proof\.(.*?)Qed\.", re.DOTALL)
    ends = (
        r"\b(?:Abort|Admitted|Defined|Save|Axiom|Definition|Import|Lemma|Module|Notation|Record"
        r"|Require|Section|Set|Theorem|Unset)\b"
    )
    wanted = {"Require", "Import", "Open", "Definition", "Fixpoint", "Record", "Lemma", "Theorem"}
    for name in FILES:
        text = (SOURCE / f"{name}.v").read_text(encoding="utf-8")
        text = re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL)
        # Nothing stands between the two words but steps of one proof.
        assert not [steps for steps in proof.findall(text) if re.search(ends, steps)]
        text = proof.sub("", text)
        assert {s.split()[0] for s in re.split(r"\.(?:\s+|$)", text) if s.strip()} <= wanted


MUTANTS = [fault for fault in FAULTS if fault.build == "coq"]


@pytest.mark.parametrize("fault", MUTANTS, ids=lambda fault: fault.new.splitlines()[0])
def test_with_a_mistake_the_proof_does_not_go_through(tmp_path, fault):
    module = Path(fault.file).stem
    path = copied(tmp_path) / f"{module}.v"
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    for before in FILES[: FILES.index(module)]:
        assert coqc(tmp_path, before)[0] == 0
    code, _, complaint = coqc(tmp_path, module)
    assert code != 0
    # The step that does not hold may come far below the mistake.
    assert re.search(rf'File "\./{module}\.v", line \d+, .*:\n{fault.message}', complaint)


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


BOUND = "Theorem layered_bound : forall (n : layered) (t : R) (m : Z) (N : nat),"
# Ways to say less while every file still compiles: what is replaced in which file.
LESS = {
    "a hypothesis of a section": (
        "Layered",
        [
            (BOUND, f"Section S. Hypothesis no_way : False. {BOUND}"),
            (
                "destruct H as [H|H]; [left|right]; intros k Hk; rewrite flatten_same; auto.\nQed.",
                "contradiction. Qed. End S.",
            ),
        ],
    ),
    "a premise more": (
        "Layered",
        [(BOUND, f"{BOUND} (7 < N)%nat ->"), ("intros n t m N H.", "intros n t m N _ H.")],
    ),
    "another bound": (
        "Layered",
        [
            ("neurons n + 1)%nat.\nProof.", "neurons n + 5)%nat.\nProof."),
            (
                "apply (upper_bound _ t m).",
                "enough (N <= 2 ^ length (hidden (flatten n)) + 1)%nat by lia. apply (upper_bound _ t m).",
            ),
        ],
    ),
    "fewer networks": (
        "Layered",
        [
            ("output : neuron }.", "output : neuron; tame : offset output <= 1 }."),
            ("intros [[|l ls] out] x;", "intros [[|l ls] out tame] x;"),
            ("intros [[|l ls] out];", "intros [[|l ls] out tame];"),
        ],
    ),
    "numbers of the file's own": (
        "Layered",
        [
            (
                BOUND,
                f"Record nat := Small {{ number :> Datatypes.nat; small : (2 <= number)%nat }}. {BOUND}",
            )
        ],
    ),
    "a notation of the file's own": (
        "Layered",
        [
            (BOUND, f'Notation "x <= y" := (le x y \\/ True) : nat_scope. {BOUND}'),
            ("intros n t m N H. rewrite", "intros n t m N H. left. rewrite"),
        ],
    ),
    "another network of folds": (
        "Parity",
        [
            ("(unit_of (fold_readout h)).", "(Unit 1 (map IZR (repeat (-2)%Z h) ++ [7]) 0)."),
            (
                "(** Each unit says one number. *)",
                "Lemma dot_more : forall ws vs, length ws = length vs -> dot (ws ++ [7]) vs = dot ws vs. "
                "Proof. induction ws as [|w ws IH]; intros [|v vs] L; try discriminate; cbn; auto. "
                "injection L as L. rewrite IH; auto. Qed.",
            ),
            (
                "rewrite <- L at 1. rewrite dot_repeat. lra.",
                "rewrite dot_more by (rewrite map_length, repeat_length; auto). rewrite <- L at 1. "
                "rewrite dot_repeat. lra.",
            ),
        ],
    ),
}


@pytest.mark.parametrize("how", LESS)
def test_what_says_less_does_not_pass_the_audit(tmp_path, how):
    module, changes = LESS[how]
    path = copied(tmp_path) / f"{module}.v"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    for name in FILES:
        code, _, complaint = coqc(tmp_path, name)
        assert code == 0, complaint
    shutil.copyfile(AUDIT, tmp_path / "Audit.v")
    code, _, complaint = coqc(tmp_path, "Audit")
    assert code != 0
    assert "Error" in complaint


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
    code, said, complaint = coqc(compiled, "Weights")
    assert code == 0, complaint
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
