(** What the theorems must say, written a second time: nothing in their files can change it.

    Names are given in full and nothing is imported from those files, so that no notation and no
    name of theirs is read here.  A file that still compiles, but says less, does not get past
    this one. *)

Require Import Reals List ZArith.
Require Parity Layered Induction.
Open Scope R_scope.

(** ** Records: made of these parts and of no others *)

Definition any_unit : R -> list R -> R -> Parity.unit := Parity.Unit.
Definition any_network : list Parity.unit -> Parity.unit -> Parity.network := Parity.Network.
Definition any_neuron : list R -> R -> Layered.neuron := Layered.Neuron.
Definition any_layered : list (list Layered.neuron) -> Layered.neuron -> Layered.layered :=
  Layered.Layered.

Example unit_is : forall u : Parity.unit,
  u = Parity.Unit (Parity.slope u : R) (Parity.weights u : list R) (Parity.bias u : R).
Proof. destruct u. reflexivity. Qed.

Example network_is : forall n : Parity.network,
  n = Parity.Network (Parity.hidden n : list Parity.unit) (Parity.readout n : Parity.unit).
Proof. destruct n. reflexivity. Qed.

Example neuron_is : forall u : Layered.neuron,
  u = Layered.Neuron (Layered.reads u : list R) (Layered.offset u : R).
Proof. destruct u. reflexivity. Qed.

Example layered_is : forall n : Layered.layered,
  n = Layered.Layered (Layered.layers n : list (list Layered.neuron))
                      (Layered.output n : Layered.neuron).
Proof. destruct n. reflexivity. Qed.

(** ** Definitions *)

Example dot_nil_is : (forall vs, Parity.dot nil vs = 0) /\ (forall ws, Parity.dot ws nil = 0).
Proof. split; [|destruct ws]; reflexivity. Qed.

Example run_nil_is : forall x vs, Parity.run nil x vs = vs.
Proof. reflexivity. Qed.

Example folds_is : Parity.folds = (fun h =>
  Parity.Network (map Parity.unit_of (Parity.fold_weights 0%nat h))
                 (Parity.unit_of (Parity.fold_readout h))).
Proof. reflexivity. Qed.

Example unit_of_is : Parity.unit_of = (fun u =>
  let '(a, ws, b) := u in Parity.Unit (IZR a) (map IZR ws) (IZR b)).
Proof. reflexivity. Qed.

Example relu_is : Parity.relu = (fun z => Rmax 0 z).
Proof. reflexivity. Qed.

Example pre_is : Parity.pre = (fun u x vs =>
  Parity.slope u * x + Parity.dot (Parity.weights u) vs + Parity.bias u).
Proof. reflexivity. Qed.

Example eval_is : Parity.eval = (fun n x =>
  Parity.pre (Parity.readout n) x (Parity.run (Parity.hidden n) x nil)).
Proof. reflexivity. Qed.

Example run_is : forall u us x vs,
  Parity.run (u :: us) x vs = Parity.run us x (vs ++ Parity.relu (Parity.pre u x vs) :: nil).
Proof. reflexivity. Qed.

Example dot_is : forall w ws v vs, Parity.dot (w :: ws) (v :: vs) = w * v + Parity.dot ws vs.
Proof. reflexivity. Qed.

Example classifies_is : Parity.classifies = (fun f t m N =>
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.odd k = true)) \/
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.even k = true))).
Proof. reflexivity. Qed.

Example layer_says_is : Layered.layer_says = (fun layer vs =>
  map (fun u => Parity.relu (Parity.dot (Layered.reads u) vs + Layered.offset u)) layer).
Proof. reflexivity. Qed.

(** ** Theorems *)

Theorem upper_bound_says : forall (n : Parity.network) (t : R) (m : Z) (N : nat),
  Parity.classifies (Parity.eval n) t m N -> (N <= 2 ^ length (Parity.hidden n) + 1)%nat.
Proof. exact Parity.upper_bound. Qed.

Theorem folds_exact_says : forall (h : nat) (k : Z), (0 <= k <= 2 ^ Z.of_nat h)%Z ->
  Parity.eval (Parity.folds h) (IZR k) = IZR (k mod 2).
Proof. exact Parity.folds_exact. Qed.

Theorem folds_classify_says : forall h : nat,
  length (Parity.hidden (Parity.folds h)) = h /\
  Parity.classifies (Parity.eval (Parity.folds h)) (1 / 2) 0%Z (2 ^ h + 1)%nat.
Proof. exact Parity.folds_classify. Qed.

Theorem no_network_for_all_says : forall (n : Parity.network) (t : R),
  ~ (forall N : nat, Parity.classifies (Parity.eval n) t 0%Z N).
Proof. exact Parity.no_network_for_all. Qed.

Theorem units_needed_says : forall (net : Parity.network) (t : R) (m : Z) (n : nat), (2 <= n)%nat ->
  Parity.classifies (Parity.eval net) t m (2 ^ n)%nat -> (n <= length (Parity.hidden net))%nat.
Proof. exact Parity.units_needed. Qed.

Theorem flatten_same_says : forall (n : Layered.layered) (x : R),
  Parity.eval (Layered.flatten n) x =
  Parity.dot (Layered.reads (Layered.output n))
    (fold_left (fun vs l => Layered.layer_says l vs) (Layered.layers n) (x :: nil)) +
  Layered.offset (Layered.output n).
Proof. exact Layered.flatten_same. Qed.

Theorem flatten_size_says : forall n : Layered.layered,
  length (Parity.hidden (Layered.flatten n)) =
  fold_right (fun l k => (length l + k)%nat) 0%nat (Layered.layers n).
Proof. exact Layered.flatten_size. Qed.

Theorem layered_bound_says : forall (n : Layered.layered) (t : R) (m : Z) (N : nat),
  Parity.classifies (Layered.eval_layered n) t m N -> (N <= 2 ^ Layered.neurons n + 1)%nat.
Proof. exact Layered.layered_bound. Qed.

Theorem article_bound_says : forall (n : nat) (net : Parity.network) (t : R) (m : Z),
  (2 <= n)%nat ->
  Parity.classifies (Parity.eval net) t m (2 ^ n)%nat -> (n <= length (Parity.hidden net))%nat.
Proof. exact Induction.article_bound. Qed.
