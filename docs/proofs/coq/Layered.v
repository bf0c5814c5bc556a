(** * Layered networks are networks

    A network without skip connections reads, in each layer, only the layer before it.  Written as a
    list of units in which the missing weights are 0, it is a network of [Parity], with as many
    units.  So the bound holds for it too. *)

Require Import Reals Lra List Lia ZArith.
Require Import Parity.
Import ListNotations.
Open Scope R_scope.

(** A neuron of a layer has a weight for each number of the layer before it, and a
    bias. *)
Record neuron := Neuron { reads : list R; offset : R }.

(** Layers of ReLU neurons, from left to right, and a neuron that reads them out. *)
Record layered := Layered { layers : list (list neuron); output : neuron }.

(** A neuron's sum, the layer before it saying [vs]. *)
Definition sum_of (u : neuron) (vs : list R) : R := dot (reads u) vs + offset u.

(** What a layer says. *)
Definition layer_says (layer : list neuron) (vs : list R) : list R :=
  map (fun u => relu (sum_of u vs)) layer.

(** What the network says: the first layer reads [x], each other layer the one
    before it. *)
Definition eval_layered (n : layered) (x : R) : R :=
  sum_of (output n)
    (fold_left (fun vs layer => layer_says layer vs) (layers n) [x]).

(** How many hidden neurons it has. *)
Definition neurons (n : layered) : nat :=
  fold_right (fun layer k => (length layer + k)%nat) 0%nat (layers n).

(** ** The translation *)

(** A neuron that reads the last [width] of [before + width] units: zeros for all others. *)
Definition shifted (before width : nat) (u : neuron) : unit :=
  Unit 0 (repeat 0 before ++ firstn width (reads u)) (offset u).

(** One of the first layer, which reads the input. *)
Definition first (u : neuron) : unit := Unit (dot (reads u) [1]) [] (offset u).

(** The layers after the first one, in one row. *)
Fixpoint later (before width : nat) (ls : list (list neuron)) : list unit :=
  match ls with
  | [] => []
  | l :: ls => map (shifted before width) l ++ later (before + width) (length l) ls
  end.

(** Where the read-out finds the last layer: how many units come before it, and its width. *)
Fixpoint place (before width : nat) (ls : list (list neuron)) : nat * nat :=
  match ls with
  | [] => (before, width)
  | l :: ls => place (before + width) (length l) ls
  end.

(** All neurons in one row. *)
Definition flatten (n : layered) : network :=
  match layers n with
  | [] => Network [] (first (output n))
  | l :: ls =>
    let '(before, width) := place 0 (length l) ls in
    Network (map first l ++ later 0 (length l) ls) (shifted before width (output n))
  end.

(** ** It computes the same *)

(** A weighted sum in two parts. *)
Lemma dot_app : forall ws vs us xs, length ws = length vs ->
  dot (ws ++ us) (vs ++ xs) = dot ws vs + dot us xs.
Proof.
  induction ws as [|w ws IH]; intros [|v vs] us xs L; try discriminate; cbn; [lra|].
  injection L as L. rewrite IH by exact L. ring.
Qed.

(** Weights that are all 0. *)
Lemma dot_zeros : forall vs, dot (repeat 0 (length vs)) vs = 0.
Proof. induction vs as [|v vs IH]; cbn; [|rewrite IH]; lra. Qed.

(** Nothing to read. *)
Lemma dot_nil : forall ws, dot ws [] = 0.
Proof. destruct ws; reflexivity. Qed.

(** Cut to the numbers that are read, weights do not see those that follow. *)
Lemma dot_firstn : forall vs ws xs, dot (firstn (length vs) ws) (vs ++ xs) = dot ws vs.
Proof.
  induction vs as [|v vs IH]; intros [|w ws] xs; cbn; auto.
  rewrite IH. reflexivity.
Qed.

(** The units said [past ++ vs ++ more], [vs] being the layer before. *)
Lemma shifted_sum : forall u x past vs more,
  pre (shifted (length past) (length vs) u) x (past ++ vs ++ more) = sum_of u vs.
Proof.
  intros u x past vs more. unfold pre, shifted, sum_of. cbn [slope weights bias].
  rewrite dot_app by apply repeat_length. rewrite dot_zeros, dot_firstn. ring.
Qed.

(** A neuron of the first layer reads the input as its only number. *)
Lemma first_sum : forall u x more, pre (first u) x more = sum_of u [x].
Proof.
  intros [[|w ws] b] x more; unfold pre, first, sum_of; cbn; [|rewrite !dot_nil]; ring.
Qed.

(** A layer's units, one after the other, say what the layer says. *)
Lemma run_layer : forall (as_unit : neuron -> unit) x vs layer start us,
  (forall u more, pre (as_unit u) x (start ++ more) = sum_of u vs) ->
  forall more, run (map as_unit layer ++ us) x (start ++ more) =
               run us x (start ++ more ++ layer_says layer vs).
Proof.
  intros as_unit x vs layer start us same. induction layer as [|u layer IH]; intro more; cbn.
  - rewrite app_nil_r. reflexivity.
  - rewrite same, <- app_assoc, IH, <- app_assoc. reflexivity.
Qed.

(** Each neuron of a layer says one number. *)
Lemma length_says : forall layer vs, length (layer_says layer vs) = length layer.
Proof. intros. apply map_length. Qed.

(** From a layer on, which says [vs] after all that came before it. *)
Lemma eval_later : forall ls out x past vs,
  (let '(before, width) := place (length past) (length vs) ls in
   pre (shifted before width out) x (run (later (length past) (length vs) ls) x (past ++ vs))) =
  sum_of out (fold_left (fun vs layer => layer_says layer vs) ls vs).
Proof.
  induction ls as [|l ls IH]; intros out x past vs.
  - pose proof (shifted_sum out x past vs []) as E. rewrite app_nil_r in E. exact E.
  - specialize (IH out x (past ++ vs) (layer_says l vs)).
    rewrite app_length, length_says in IH. cbn [fold_left]. rewrite <- IH.
    cbn [place later]. destruct (place _ _ _) as [before width]. f_equal.
    rewrite <- (app_nil_r (past ++ vs)) at 1.
    rewrite (run_layer _ x vs); [reflexivity|].
    intros u more. rewrite <- app_assoc. apply shifted_sum.
Qed.

(** (5)  A layered network is a network, ... *)
Theorem flatten_same : forall (n : layered) (x : R),
  eval (flatten n) x = eval_layered n x.
Proof.
  intros [[|l ls] out] x; unfold eval_layered, flatten; cbn [layers output].
  - apply first_sum.
  - pose proof (eval_later ls out x [] (layer_says l [x])) as E.
    rewrite length_says in E. cbn [fold_left]. rewrite <- E. cbn [length app].
    destruct (place _ _ _) as [before width]. unfold eval. cbn [hidden readout]. f_equal.
    apply (run_layer first x [x] l []) with (more := []).
    intros u more. apply first_sum.
Qed.

(** One unit a neuron. *)
Lemma length_later : forall ls before width,
  length (later before width ls) = fold_right (fun l k => (length l + k)%nat) 0%nat ls.
Proof.
  induction ls as [|l ls IH]; intros before width; cbn; auto.
  rewrite app_length, map_length, IH. reflexivity.
Qed.

(** ... with as many hidden units. *)
Theorem flatten_size : forall n : layered, length (hidden (flatten n)) = neurons n.
Proof.
  intros [[|l ls] out]; unfold neurons, flatten; cbn [layers output]; auto.
  destruct (place _ _ _) as [before width]. cbn [hidden fold_right].
  rewrite app_length, map_length, length_later. reflexivity.
Qed.

(** So the bound holds for it. *)
Theorem layered_bound : forall (n : layered) (t : R) (m : Z) (N : nat),
  classifies (eval_layered n) t m N -> (N <= 2 ^ neurons n + 1)%nat.
Proof.
  intros n t m N H. rewrite <- flatten_size. apply (upper_bound _ t m).
  destruct H as [H|H]; [left|right]; intros k Hk; rewrite flatten_same; auto.
Qed.
