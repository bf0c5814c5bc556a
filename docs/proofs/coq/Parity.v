(** * How many consecutive integers h neurons can tell odd from even

    The largest number is [2 ^ h + 1].  This file proves both halves, over the real numbers of the
    standard library and nothing else.  Inputs, weights and values are exact reals: it says nothing
    about floating point. *)

Require Import Reals Lra List Lia Bool ZArith.
Import ListNotations.
Open Scope R_scope.

(** ** Networks *)

(** A unit has a weight for the input, weights for the units before it, and a
    bias.  Weights that are missing count as 0, weights too many are ignored. *)
Record unit := Unit { slope : R; weights : list R; bias : R }.

(** Hidden units in order, each reading all before it, and a read-out. *)
Record network := Network { hidden : list unit; readout : unit }.

(** The one non-linear step. *)
Definition relu (z : R) : R := Rmax 0 z.

(** Weights times values, summed. *)
Fixpoint dot (ws vs : list R) : R :=
  match ws, vs with
  | w :: ws, v :: vs => w * v + dot ws vs
  | _, _ => 0
  end.

(** A unit's sum on input [x], the units before it saying [vs]. *)
Definition pre (u : unit) (x : R) (vs : list R) : R :=
  slope u * x + dot (weights u) vs + bias u.

(** What all units say, from left to right. *)
Fixpoint run (us : list unit) (x : R) (vs : list R) : list R :=
  match us with
  | [] => vs
  | u :: us => run us x (vs ++ [relu (pre u x vs)])
  end.

(** What the network says: the read-out's sum. *)
Definition eval (n : network) (x : R) : R :=
  pre (readout n) x (run (hidden n) x []).

(** A function classifies [N] consecutive integers from [m] on, by a threshold
    [t]: it is above [t] exactly at the odd ones, or exactly at the even ones. *)
Definition classifies (f : R -> R) (t : R) (m : Z) (N : nat) : Prop :=
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.odd k = true)) \/
  (forall k, (m <= k < m + Z.of_nat N)%Z -> (t < f (IZR k) <-> Z.even k = true)).

(** ** Counting changes of class *)

Fixpoint changes (l : list bool) : nat :=
  match l with
  | a :: (b :: _) as rest => (if eqb a b then 0 else 1) + changes rest
  | _ => 0
  end.

(** Cut a list in two and put one and the same element at the cut: no change is lost. *)
Lemma changes_cut : forall p l1 l2,
  (changes (l1 ++ l2) <= changes (l1 ++ [p]) + changes (p :: l2))%nat.
Proof.
  intros p l1 l2. induction l1 as [|a [|b l1] IH].
  - destruct l2 as [|c l2]; simpl; lia.
  - destruct l2 as [|c l2]; simpl; destruct a, p; try destruct c; simpl; lia.
  - cbn [app changes] in IH |- *. lia.
Qed.

(** Points in order, from left to right. *)
Fixpoint ordered (l : list R) : Prop :=
  match l with
  | [] => True
  | a :: l => (forall b, In b l -> a <= b) /\ ordered l
  end.

(** Two lists in order, the first left of the second, are a list in order. *)
Lemma ordered_app : forall l1 l2,
  ordered (l1 ++ l2) <->
  ordered l1 /\ ordered l2 /\ (forall a b, In a l1 -> In b l2 -> a <= b).
Proof.
  induction l1 as [|c l1 IH]; intro l2; cbn [app ordered].
  - firstorder.
  - rewrite IH. split.
    + intros [H [H1 [H2 H3]]]. repeat split; auto.
      * intros b Hb. apply H, in_or_app. auto.
      * intros a b [<-|Ha] Hb; [apply H, in_or_app|apply H3]; auto.
    + intros [[H H1] [H2 H3]]. repeat split; auto.
      * intros b Hb. apply in_app_or in Hb. destruct Hb; [apply H|apply H3]; simpl; auto.
      * intros a b Ha Hb. apply H3; simpl; auto.
Qed.

(** A class that stays [d] once it is [d] changes at most once along points in order. *)
Lemma changes_monotone : forall (c : R -> bool) d,
  (forall x y, x <= y -> c x = d -> c y = d) ->
  forall l, ordered l ->
  (changes (map c l) <= 1)%nat /\ (forall x r, l = x :: r -> c x = d -> changes (map c l) = 0%nat).
Proof.
  intros c d mono. induction l as [|x [|y l] IH]; intro H.
  - split; [simpl; lia | discriminate].
  - split; [simpl; lia | reflexivity].
  - destruct H as [Hx Hl]. specialize (IH Hl). destruct IH as [IH1 IH2].
    assert (step : changes (map c (x :: y :: l)) =
                   ((if eqb (c x) (c y) then 0 else 1) + changes (map c (y :: l)))%nat) by reflexivity.
    rewrite step. assert (xy : x <= y) by (apply Hx; simpl; auto). specialize (IH2 y l eq_refl).
    destruct (bool_dec (c x) d) as [cx|cx].
    + assert (cy : c y = d) by eauto. rewrite cx, cy, eqb_reflx, (IH2 cy). auto.
    + split; [|intros x' r E; injection E as <- <-; contradiction].
      destruct (bool_dec (c y) d) as [cy|cy]; [rewrite (IH2 cy); destruct (eqb _ _); simpl; lia|].
      replace (c y) with (c x) by (destruct (c x), (c y), d; congruence).
      rewrite eqb_reflx. exact IH1.
Qed.

(** ** The upper bound *)

Definition affine (g : R -> R) : Prop := exists a b, forall x, g x = a * x + b.

(** What a list of functions says at [x]. *)
Definition at_ (x : R) (gs : list (R -> R)) : list R := map (fun g => g x) gs.

(** A weighted sum of straight lines is one. *)
Lemma dot_affine : forall ws gs, Forall affine gs -> affine (fun x => dot ws (at_ x gs)).
Proof.
  induction ws as [|w ws IH]; intros gs H; [exists 0, 0; intro; simpl; lra|].
  destruct H as [|g gs [a [b Hg]] H]; [exists 0, 0; intro; simpl; lra|].
  destruct (IH gs H) as [c [d E]]. exists (w * a + c), (w * b + d).
  intro x. cbn [at_ map dot]. fold (at_ x gs). rewrite E, Hg. ring.
Qed.

(** So is the sum of a unit that reads straight lines. *)
Lemma pre_affine : forall u gs, Forall affine gs -> affine (fun x => pre u x (at_ x gs)).
Proof.
  intros u gs H. destruct (dot_affine (weights u) gs H) as [a [b E]].
  exists (slope u + a), (b + bias u). intro x. unfold pre. rewrite E. ring.
Qed.

Definition above (t y : R) : bool := if Rlt_dec t y then true else false.

(** Two ways to name a class. *)
Lemma above_is : forall t y d, (t < y <-> d = true) -> above t y = d.
Proof. intros t y d H. unfold above. destruct (Rlt_dec t y), d; intuition congruence. Qed.

(** A straight line changes class at most once. *)
Lemma changes_affine : forall g t l, affine g -> ordered l ->
  (changes (map (fun x => above t (g x)) l) <= 1)%nat.
Proof.
  intros g t l [a [b E]] H. destruct (Rle_dec 0 a) as [up|down].
  - apply (changes_monotone _ true); auto. intros x y xy. unfold above. rewrite !E.
    destruct (Rlt_dec t (a * x + b)), (Rlt_dec t (a * y + b)); auto; try discriminate.
    assert (a * x <= a * y) by (apply Rmult_le_compat_l; auto). lra.
  - apply (changes_monotone _ false); auto. intros x y xy. unfold above. rewrite !E.
    destruct (Rlt_dec t (a * x + b)), (Rlt_dec t (a * y + b)); auto; try discriminate.
    assert (- a * x <= - a * y) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** A ReLU of a straight line is one straight line left of its kink and another one right of it. *)
Lemma relu_kink : forall g, affine g ->
  exists p left right, affine left /\ affine right /\
  (forall x, x <= p -> relu (g x) = left x) /\ (forall x, p <= x -> relu (g x) = right x).
Proof.
  intros g [a [b E]].
  assert (zero : affine (fun _ => 0)) by (exists 0, 0; intro; lra).
  assert (line : affine g) by (exists a, b; exact E).
  assert (kink : a <> 0 -> a * (- b / a) = - b) by (intro; field; auto).
  destruct (total_order_T a 0) as [[neg|flat]|pos].
  - exists (- b / a), g, (fun _ => 0). repeat split; auto; intros x Hx; unfold relu; rewrite E;
      specialize (kink ltac:(lra)).
    + assert (- a * x <= - a * (- b / a)) by (apply Rmult_le_compat_l; lra). apply Rmax_right. lra.
    + assert (- a * (- b / a) <= - a * x) by (apply Rmult_le_compat_l; lra). apply Rmax_left. lra.
  - assert (flat' : affine (fun _ => relu b)) by (exists 0, (relu b); intro; lra).
    exists 0, (fun _ => relu b), (fun _ => relu b). repeat split; auto; intros x _; rewrite E;
      f_equal; rewrite flat; ring.
  - exists (- b / a), (fun _ => 0), g. repeat split; auto; intros x Hx; unfold relu; rewrite E;
      specialize (kink ltac:(lra)).
    + assert (a * x <= a * (- b / a)) by (apply Rmult_le_compat_l; lra). apply Rmax_left. lra.
    + assert (a * (- b / a) <= a * x) by (apply Rmult_le_compat_l; lra). apply Rmax_right. lra.
Qed.

(** Points in order can be cut at any place. *)
Lemma cut_at : forall p l, ordered l ->
  exists l1 l2, l = l1 ++ l2 /\ (forall x, In x l1 -> x <= p) /\ (forall x, In x l2 -> p <= x).
Proof.
  intros p. induction l as [|a l IH]; intro H; [exists [], []; simpl; tauto|].
  destruct H as [Ha Hl]. destruct (Rle_dec a p) as [left|right].
  - destruct (IH Hl) as [l1 [l2 [-> [H1 H2]]]]. exists (a :: l1), l2. repeat split; auto.
    intros x [<-|Hx]; auto.
  - exists [], (a :: l). repeat split; [contradiction|].
    intros x [<-|Hx]; [lra | specialize (Ha x Hx); lra].
Qed.

(** The heart.  Units over straight lines: peel the first one off.  Left and right of its kink it is
    a straight line itself, and both halves keep the kink as a point of theirs. *)
Lemma changes_bound : forall us r t gs l, Forall affine gs -> ordered l ->
  (changes (map (fun x => above t (pre r x (run us x (at_ x gs)))) l) <= 2 ^ length us)%nat.
Proof.
  induction us as [|u us IH]; intros r t gs l Hgs Hl.
  - simpl. apply changes_affine; auto. apply pre_affine; auto.
  - destruct (relu_kink _ (pre_affine u gs Hgs)) as [p [left [right [A1 [A2 [E1 E2]]]]]].
    destruct (cut_at p l Hl) as [l1 [l2 [-> [H1 H2]]]].
    apply ordered_app in Hl. destruct Hl as [O1 [O2 _]].
    assert (same : forall g x, affine g -> relu (pre u x (at_ x gs)) = g x ->
      run (u :: us) x (at_ x gs) = run us x (at_ x (gs ++ [g]))).
    { intros g x _ E. cbn [run]. rewrite E. unfold at_. rewrite map_app. reflexivity. }
    assert (both : forall g, affine g -> Forall affine (gs ++ [g])).
    { intros g A. apply Forall_app. auto. }
    rewrite map_app. etransitivity; [apply (changes_cut (above t (pre r p (run (u :: us) p (at_ p gs)))))|].
    change ([?c p]) with (map c [p]).
    assert (L : (changes (map (fun x => above t (pre r x (run (u :: us) x (at_ x gs)))) (l1 ++ [p]))
                 <= 2 ^ length us)%nat).
    { rewrite (map_ext_in _ (fun x => above t (pre r x (run us x (at_ x (gs ++ [left])))))).
      - apply IH; auto. apply ordered_app. repeat split; simpl; try tauto.
        intros a b Ha [<-|[]]. auto.
      - intros x Hx. rewrite (same left x); auto. apply E1.
        apply in_app_or in Hx. destruct Hx as [Hx|[<-|[]]]; [auto|lra]. }
    assert (Q : (changes (map (fun x => above t (pre r x (run (u :: us) x (at_ x gs)))) (p :: l2))
                 <= 2 ^ length us)%nat).
    { rewrite (map_ext_in _ (fun x => above t (pre r x (run us x (at_ x (gs ++ [right])))))).
      - apply IH; auto. split; auto.
      - intros x Hx. rewrite (same right x); auto. apply E2. destruct Hx as [<-|Hx]; [lra|auto]. }
    rewrite map_app in L. cbn [map] in L, Q. cbn [length Nat.pow]. lia.
Qed.

(** Classes that differ from neighbour to neighbour make a change at every step. *)
Lemma changes_alternating : forall (c : nat -> bool) n s,
  (forall i, (s <= i)%nat -> (S i < s + n)%nat -> c i <> c (S i)) ->
  changes (map c (seq s n)) = (n - 1)%nat.
Proof.
  intros c. induction n as [|[|n] IH]; intros s H; try reflexivity.
  change (seq s (S (S n))) with (s :: seq (S s) (S n)).
  change (changes (map c (s :: seq (S s) (S n)))) with
    ((if eqb (c s) (c (S s)) then 0 else 1) + changes (map c (seq (S s) (S n))))%nat.
  rewrite IH by (intros i A B; apply H; lia).
  assert (D : c s <> c (S s)) by (apply H; lia).
  destruct (c s), (c (S s)); simpl; try lia; congruence.
Qed.

(** Integers one after the other are in order. *)
Lemma ordered_integers : forall m n s, ordered (map (fun i => IZR (m + Z.of_nat i)) (seq s n)).
Proof.
  intros m. induction n as [|n IH]; intro s; cbn [seq map ordered]; auto. split; auto.
  intros b Hb. apply in_map_iff in Hb. destruct Hb as [j [<- Hj]]. apply in_seq in Hj.
  apply IZR_le. lia.
Qed.

(** (1)  A network with [h] hidden units classifies at most [2 ^ h + 1] integers. *)
Theorem upper_bound : forall (n : network) (t : R) (m : Z) (N : nat),
  classifies (eval n) t m N -> (N <= 2 ^ length (hidden n) + 1)%nat.
Proof.
  intros n t m N H. set (class := fun i => above t (eval n (IZR (m + Z.of_nat i)))).
  assert (count : changes (map class (seq 0 N)) = (N - 1)%nat).
  { apply changes_alternating. intros i _ Hi. unfold class.
    replace (m + Z.of_nat (S i))%Z with (Z.succ (m + Z.of_nat i)) by lia.
    destruct H as [H|H]; rewrite (above_is _ _ _ (H (m + Z.of_nat i)%Z ltac:(lia)));
      rewrite (above_is _ _ _ (H (Z.succ (m + Z.of_nat i)) ltac:(lia)));
      rewrite ?Z.odd_succ, ?Z.even_succ, <- Z.negb_odd; destruct (Z.odd _); discriminate. }
  pose proof (changes_bound (hidden n) (readout n) t [] _ (Forall_nil _) (ordered_integers m N 0)).
  rewrite map_map in H0. change (changes (map class (seq 0 N)) <= 2 ^ length (hidden n))%nat in H0.
  lia.
Qed.

(** ** The construction *)

(** [h] folds, in whole numbers: fold [y] to [y - 2 relu (y - c)], for [c] from
    [2 ^ (h-1)] down to 2 and 1.  After some folds, [y] is [x] minus twice what all
    units so far have said; a row has the weight for [x], the others, the bias. *)
Fixpoint fold_weights (earlier h : nat) : list (Z * list Z * Z) :=
  match h with
  | O => []
  | S h =>
    (1, repeat (-2) earlier, - 2 ^ Z.of_nat h)%Z :: fold_weights (S earlier) h
  end.

(** After all folds, [y] is the answer. *)
Definition fold_readout (h : nat) : Z * list Z * Z := (1, repeat (-2) h, 0)%Z.

(** Whole numbers as real weights. *)
Definition unit_of (u : Z * list Z * Z) : unit :=
  let '(a, ws, b) := u in Unit (IZR a) (map IZR ws) (IZR b).

(** The network of [h] folds. *)
Definition folds (h : nat) : network :=
  Network (map unit_of (fold_weights 0 h)) (unit_of (fold_readout h)).

(** Weights that are all -2. *)
Lemma dot_repeat : forall vs, dot (map IZR (repeat (-2)%Z (length vs))) vs = -2 * fold_right Rplus 0 vs.
Proof. induction vs as [|v vs IH]; cbn -[IZR]; [lra | rewrite IH; ring]. Qed.

(** Each unit says one number. *)
Lemma length_run : forall us x vs, length (run us x vs) = (length us + length vs)%nat.
Proof.
  induction us as [|u us IH]; intros x vs; cbn [run length]; auto.
  rewrite IH, app_length. simpl. lia.
Qed.

(** A sum with one term more. *)
Lemma sum_snoc : forall vs v, fold_right Rplus 0 (vs ++ [v]) = fold_right Rplus 0 vs + v.
Proof. induction vs as [|w vs IH]; intro v; cbn; [lra | rewrite IH; lra]. Qed.

(** A fold is one unit. *)
Lemma length_folds : forall h e, length (fold_weights e h) = h.
Proof. induction h as [|h IH]; intro e; cbn; auto. Qed.

(** Folding halves [0 .. 2 ^ (h+1)] and keeps the parity of every integer in it. *)
Lemma folds_parity : forall h x vs k, (0 <= k <= 2 ^ Z.of_nat h)%Z ->
  x - 2 * fold_right Rplus 0 vs = IZR k ->
  x - 2 * fold_right Rplus 0 (run (map unit_of (fold_weights (length vs) h)) x vs) = IZR (k mod 2).
Proof.
  induction h as [|h IH]; intros x vs k Hk E.
  - cbn [fold_weights map run]. rewrite E. f_equal. simpl in Hk. rewrite Z.mod_small; lia.
  - rewrite Nat2Z.inj_succ, Z.pow_succ_r in Hk by lia. cbn [fold_weights map run unit_of].
    set (v := relu (pre _ x vs)).
    assert (V : v = relu (IZR k - IZR (2 ^ Z.of_nat h))).
    { unfold v, pre. cbn [slope weights bias]. rewrite dot_repeat, opp_IZR. f_equal. lra. }
    replace (S (length vs)) with (length (vs ++ [v])) by (rewrite app_length; simpl; lia).
    destruct (Z_le_gt_dec k (2 ^ Z.of_nat h)) as [small|large].
    + apply IH; [lia|]. rewrite sum_snoc, V.
      unfold relu. rewrite Rmax_left by (apply IZR_le in small; lra). lra.
    + replace (k mod 2)%Z with ((2 * 2 ^ Z.of_nat h - k) mod 2)%Z.
      * apply IH; [lia|]. rewrite sum_snoc, V, minus_IZR, mult_IZR.
        unfold relu. apply Z.gt_lt, IZR_lt in large. rewrite Rmax_right by lra. lra.
      * replace (2 * 2 ^ Z.of_nat h - k)%Z with (k + (2 ^ Z.of_nat h - k) * 2)%Z by ring.
        apply Z.mod_add. lia.
Qed.

(** (2)  [h] folds compute [x mod 2] exactly on [0 .. 2 ^ h], ... *)
Theorem folds_exact : forall (h : nat) (k : Z), (0 <= k <= 2 ^ Z.of_nat h)%Z ->
  eval (folds h) (IZR k) = IZR (k mod 2).
Proof.
  intros h k Hk. rewrite <- (folds_parity h (IZR k) [] k Hk) by (simpl; lra).
  unfold eval, folds, pre. cbn [hidden readout unit_of fold_readout slope weights bias length].
  set (vs := run _ _ _).
  assert (L : length vs = h).
  { unfold vs. rewrite length_run, map_length, length_folds. simpl. lia. }
  rewrite <- L at 1. rewrite dot_repeat. lra.
Qed.

(** ... and so classify these [2 ^ h + 1] integers. *)
Theorem folds_classify : forall h : nat,
  length (hidden (folds h)) = h /\
  classifies (eval (folds h)) (1 / 2) 0 (2 ^ h + 1).
Proof.
  intro h. split; [cbn [hidden folds]; rewrite map_length; apply length_folds|].
  left. intros k Hk.
  rewrite folds_exact by (rewrite Nat2Z.inj_add, Nat2Z.inj_pow in Hk; simpl in Hk; lia).
  rewrite Zmod_odd. destruct (Z.odd k); split; intro; try discriminate; try reflexivity; lra.
Qed.

(** ** What follows *)

(** (3)  No network classifies all integers. *)
Theorem no_network_for_all : forall (n : network) (t : R),
  ~ (forall N : nat, classifies (eval n) t 0 N).
Proof.
  intros n t H. specialize (H (2 ^ length (hidden n) + 2)%nat). apply upper_bound in H. lia.
Qed.

(** (4)  [2 ^ n] consecutive integers, [n >= 2], need [n] hidden units. *)
Theorem units_needed : forall (net : network) (t : R) (m : Z) (n : nat),
  (2 <= n)%nat ->
  classifies (eval net) t m (2 ^ n) -> (n <= length (hidden net))%nat.
Proof.
  intros net t m n Hn H. apply upper_bound in H.
  destruct (le_lt_dec n (length (hidden net))) as [enough|few]; auto. exfalso.
  destruct n as [|[|n]]; try lia.
  pose proof (Nat.pow_le_mono_r 2 (length (hidden net)) (S n) ltac:(lia) ltac:(lia)) as A.
  pose proof (Nat.pow_nonzero 2 n ltac:(lia)) as B. cbn [Nat.pow] in H, A. lia.
Qed.
