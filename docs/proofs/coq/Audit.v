(** What the theorems must say, written a second time: nothing in their files can change it.

    A file that still compiles, but says less, does not get past this one. *)

Require Import Reals List ZArith.
Require Import Parity Layered Induction.
Open Scope R_scope.

Example relu_is : relu = (fun z => Rmax 0 z).
Proof. reflexivity. Qed.

Example pre_is : pre = (fun u x vs => slope u * x + dot (weights u) vs + bias u).
Proof. reflexivity. Qed.

Example eval_is : eval = (fun n x => pre (readout n) x (run (hidden n) x nil)).
Proof. reflexivity. Qed.

Example run_is : forall u us x vs, run (u :: us) x vs = run us x (vs ++ relu (pre u x vs) :: nil).
Proof. reflexivity. Qed.

Example dot_is : forall w ws v vs, dot (w :: ws) (v :: vs) = w * v + dot ws vs.
Proof. reflexivity. Qed.

Example classifies_is : classifies = (fun f t m N =>
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.odd k = true)) \/
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.even k = true))).
Proof. reflexivity. Qed.

Example layer_says_is : layer_says = (fun layer vs =>
  map (fun u => relu (dot (reads u) vs + offset u)) layer).
Proof. reflexivity. Qed.

Theorem upper_bound_says : forall (n : network) (t : R) (m : Z) (N : nat),
  classifies (eval n) t m N -> (N <= 2 ^ length (hidden n) + 1)%nat.
Proof. exact upper_bound. Qed.

Theorem folds_exact_says : forall (h : nat) (k : Z), (0 <= k <= 2 ^ Z.of_nat h)%Z ->
  eval (folds h) (IZR k) = IZR (k mod 2).
Proof. exact folds_exact. Qed.

Theorem folds_classify_says : forall h : nat,
  length (hidden (folds h)) = h /\ classifies (eval (folds h)) (1 / 2) 0%Z (2 ^ h + 1)%nat.
Proof. exact folds_classify. Qed.

Theorem no_network_for_all_says : forall (n : network) (t : R),
  ~ (forall N : nat, classifies (eval n) t 0%Z N).
Proof. exact no_network_for_all. Qed.

Theorem units_needed_says : forall (net : network) (t : R) (m : Z) (n : nat), (2 <= n)%nat ->
  classifies (eval net) t m (2 ^ n)%nat -> (n <= length (hidden net))%nat.
Proof. exact units_needed. Qed.

Theorem flatten_same_says : forall (n : layered) (x : R),
  eval (flatten n) x =
  dot (reads (output n)) (fold_left (fun vs l => layer_says l vs) (layers n) (x :: nil)) +
  offset (output n).
Proof. exact flatten_same. Qed.

Theorem flatten_size_says : forall n : layered,
  length (hidden (flatten n)) = fold_right (fun l k => (length l + k)%nat) 0%nat (layers n).
Proof. exact flatten_size. Qed.

Theorem layered_bound_says : forall (n : layered) (t : R) (m : Z) (N : nat),
  classifies (eval_layered n) t m N -> (N <= 2 ^ neurons n + 1)%nat.
Proof. exact layered_bound. Qed.

Theorem article_bound_says : forall (n : nat) (net : network) (t : R) (m : Z), (2 <= n)%nat ->
  classifies (eval net) t m (2 ^ n)%nat -> (n <= length (hidden net))%nat.
Proof. exact article_bound. Qed.
