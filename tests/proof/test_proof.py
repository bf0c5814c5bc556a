"""The Coq proofs: compiled from nothing, audited, and shown to fail when something false is said."""

import re
import shutil
import subprocess

import pytest
import torch
from _ext.digests import ROOT

from tinynets import circuits

SOURCE = ROOT / "docs" / "proofs" / "coq"
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


def axioms(folder, module, theorem):
    """Return the axioms that a theorem rests on, by their full names."""
    lines = [f"Require Import {module}.", f"Print Assumptions {module}.{theorem}."]
    (folder / "Audit.v").write_text("\n".join(lines) + "\n")
    code, said = coqc(folder, "Audit")
    assert code == 0, said
    if "Closed under the global context" in said:
        return set()
    return set(re.findall(r"^([\w.]+)\s*(?:$|:)", said.split("Axioms:")[1], re.MULTILINE))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    folder = copied(tmp_path_factory.mktemp("coq"))
    for name in FILES:
        code, said = coqc(folder, name)
        assert code == 0, said
    return folder


@pytest.mark.parametrize(
    ("module", "theorem"), [(m, t) for m, names in THEOREMS.items() for t in names]
)
def test_a_theorem_rests_on_the_reals_alone(compiled, module, theorem):
    assert axioms(compiled, module, theorem) <= ALLOWED


def test_every_theorem_is_audited():
    for name in FILES:
        text = (SOURCE / f"{name}.v").read_text(encoding="utf-8")
        assert tuple(re.findall(r"^Theorem (\w+)", text, re.MULTILINE)) == THEOREMS[name]


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
    "three integers suffice": (
        "Induction",
        "forall n net t m, (2 <= n)%nat",
        "forall n net t m, (1 <= n)%nat",
        "Induction",
    ),
    "a layer reads too far": (
        "Layered",
        "repeat 0 before ++ firstn width",
        "repeat 0 width ++ firstn width",
        "Layered",
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_what_is_false_does_not_compile(tmp_path, name):
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


@pytest.mark.parametrize("how", ["Admitted", "Axiom"])
def test_what_is_only_assumed_is_found(tmp_path, how):
    path = copied(tmp_path) / "Parity.v"
    text = path.read_text(encoding="utf-8")
    start = text.index("Lemma changes_bound")
    end = text.index("Qed.", start) + len("Qed.")
    lemma = text[start:end]
    statement = lemma[: lemma.index("Proof.")]
    assumed = (
        statement + "Admitted." if how == "Admitted" else statement.replace("Lemma", "Axiom", 1)
    )
    path.write_text(text[:start] + assumed + text[end:], encoding="utf-8")
    assert coqc(tmp_path, "Parity")[0] == 0
    found = axioms(tmp_path, "Parity", "upper_bound")
    assert any("changes_bound" in name for name in found - ALLOWED)


@pytest.mark.parametrize("folds", range(13))
def test_the_package_builds_the_network_of_the_proof(compiled, folds):
    program = f"""
Require Import Parity List ZArith.
Import ListNotations. Open Scope Z_scope.
Definition rows := map (fun u => let '(a, ws, b) := u in a :: b :: ws) (fold_weights 0 {folds}).
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
    assert len(rows) == folds
    for (a, b, *ws), (weight, bias) in zip(rows, layers[:-1], strict=True):
        assert weight == [[a, *ws]]
        assert bias == [b]
    # The read-out: weight 1 for the input, -2 for every unit, no bias.
    assert layers[-1] == ([[1.0] + [-2.0] * folds], [0.0])
