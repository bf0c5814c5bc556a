(** * The article's induction

    The article argues by halving: the first unit's kink cuts the integers into two runs, the longer
    one has at least half of them, and there the unit is a straight line, so that it can be taken out
    and its readers rewired.  Made exact it gives: [2 ^ n] integers, [n >= 2], need [n] hidden units.
    [Parity] proves the same, and more, by counting. *)

Require Import Reals Lra List Lia Bool ZArith.
Require Import Parity.
Import ListNotations.
Open Scope R_scope.

(** ** Taking the first unit out *)

(** Where the first unit is the straight line [a x + b], a unit that reads it with weight [w] may
    read the input with [w a] more, and add [w b] to its bias. *)
Definition bypass (a b : R) (u : unit) : unit :=
  match weights u with
  | [] => u
  | w :: ws => Unit (slope u + w * a) ws (bias u + w * b)
  end.

(** A unit so rewired has the same sum without reading the first unit. *)
Lemma bypass_sum : forall a b u x vs, pre (bypass a b u) x vs = pre u x ((a * x + b) :: vs).
Proof. intros a b [s [|w ws] c] x vs; unfold pre, bypass; cbn; ring. Qed.

(** So all units say the same. *)
Lemma bypass_run : forall a b x us vs,
  run us x ((a * x + b) :: vs) = (a * x + b) :: run (map (bypass a b) us) x vs.
Proof.
  intros a b x us. induction us as [|u us IH]; intro vs; cbn; auto.
  rewrite bypass_sum, IH. reflexivity.
Qed.

(** The network without its first unit. *)
Definition without_first (a b : R) (us : list unit) (r : unit) : network :=
  Network (map (bypass a b) us) (bypass a b r).

(** It says the same wherever that unit is the straight line. *)
Lemma without_first_same : forall a b u us r x, relu (pre u x []) = a * x + b ->
  eval (Network (u :: us) r) x = eval (without_first a b us r) x.
Proof.
  intros a b u us r x E. unfold eval, without_first. cbn [hidden readout run app].
  rewrite E, bypass_run, bypass_sum. reflexivity.
Qed.

(** ** Runs of integers *)

(** A function that is the same on a part of the integers classifies that part. *)
Lemma classifies_part : forall f g t m N m' N',
  (m <= m')%Z -> (m' + Z.of_nat N' <= m + Z.of_nat N)%Z ->
  (forall k, (m' <= k < m' + Z.of_nat N')%Z -> f (IZR k) = g (IZR k)) ->
  classifies f t m N -> classifies g t m' N'.
Proof.
  intros f g t m N m' N' A B E [H|H]; [left|right]; intros k Hk; rewrite <- E by lia; apply H; lia.
Qed.

(** Below or above the threshold, in turns. *)
Lemma in_turns : forall f t m N, classifies f t m N ->
  exists d, forall i, (i < N)%nat -> above t (f (IZR (m + Z.of_nat i))) = xorb d (Nat.odd i).
Proof.
  assert (odd : forall m i, Z.odd (m + Z.of_nat i) = xorb (Z.odd m) (Nat.odd i)).
  { intros m. induction i as [|i IH]; [rewrite Z.add_0_r, xorb_false_r; reflexivity|].
    replace (m + Z.of_nat (S i))%Z with (Z.succ (m + Z.of_nat i)) by lia.
    rewrite Z.odd_succ, Nat.odd_succ, <- Z.negb_odd, <- Nat.negb_odd, IH.
    destruct (Z.odd m), (Nat.odd i); reflexivity. }
  intros f t m N [H|H].
  - exists (Z.odd m). intros i Hi. rewrite <- odd. apply above_is, H. lia.
  - exists (negb (Z.odd m)). intros i Hi. rewrite (above_is _ _ _ (H (m + Z.of_nat i)%Z ltac:(lia))).
    rewrite <- Z.negb_odd, odd. destruct (Z.odd m), (Nat.odd i); reflexivity.
Qed.

(** A class as an inequality. *)
Lemma above_true : forall t y, above t y = true -> t < y.
Proof. intros t y. unfold above. destruct (Rlt_dec t y); congruence. Qed.

(** The other class. *)
Lemma above_false : forall t y, above t y = false -> y <= t.
Proof. intros t y. unfold above. destruct (Rlt_dec t y); [discriminate|lra]. Qed.

(** ** The base: no unit does at most two integers, one unit at most three *)

(** Three integers in turns need a bend. *)
Lemma line_does_two : forall g t m N, affine g -> classifies g t m N -> (N <= 2)%nat.
Proof.
  intros g t m N [a [b E]] H. destruct (le_lt_dec N 2) as [few|many]; auto. exfalso.
  destruct (in_turns _ _ _ _ H) as [d T].
  pose proof (T 0%nat ltac:(lia)) as A. pose proof (T 1%nat ltac:(lia)) as B.
  pose proof (T 2%nat ltac:(lia)) as C. clear T.
  rewrite !E, !plus_IZR in A, B, C. cbn in A, B, C.
  destruct d; cbn in A, B, C;
    repeat match goal with
    | H : above _ _ = true |- _ => apply above_true in H
    | H : above _ _ = false |- _ => apply above_false in H
    end; lra.
Qed.

(** A network without hidden units is a straight line. *)
Lemma no_unit_does_two : forall r t m N, classifies (eval (Network [] r)) t m N -> (N <= 2)%nat.
Proof.
  intros r t m N H. apply (line_does_two (eval (Network [] r)) t m); auto.
  exact (pre_affine r [] (Forall_nil affine)).
Qed.

(** One kink: two lines that meet at [p]. *)
Lemma one_unit_does_three : forall u r t m N,
  classifies (eval (Network [u] r)) t m N -> (N <= 3)%nat.
Proof.
  intros u r t m N H. destruct (le_lt_dec N 3) as [few|many]; auto. exfalso.
  destruct (relu_kink _ (pre_affine u [] (Forall_nil affine))) as [p [left [right [L [Q [E1 E2]]]]]].
  assert (A : affine (fun x => pre r x [left x])) by (apply (pre_affine r [left]); auto).
  assert (B : affine (fun x => pre r x [right x])) by (apply (pre_affine r [right]); auto).
  set (f := eval (Network [u] r)) in *.
  assert (F1 : forall x, x <= p -> f x = pre r x [left x]).
  { intros x Hx. unfold f, eval. cbn. rewrite <- E1 by exact Hx. reflexivity. }
  assert (F2 : forall x, p <= x -> f x = pre r x [right x]).
  { intros x Hx. unfold f, eval. cbn. rewrite <- E2 by exact Hx. reflexivity. }
  destruct (Rle_dec (IZR (m + 2)) p) as [far|near].
  { assert (bad : classifies (fun x => pre r x [left x]) t m 3).
    { apply (classifies_part f _ t m N); try lia; auto. intros k Hk. apply F1.
      apply Rle_trans with (2 := far). apply IZR_le. lia. }
    apply line_does_two in bad; [lia|exact A]. }
  destruct (Rle_dec p (IZR (m + 1))) as [early|late].
  { assert (bad : classifies (fun x => pre r x [right x]) t (m + 1) 3).
    { apply (classifies_part f _ t m N); try lia; auto. intros k Hk. apply F2.
      apply Rle_trans with (1 := early). apply IZR_le. lia. }
    apply line_does_two in bad; [lia|exact B]. }
  (* The kink lies between the second integer and the third: both lines rise, or both fall. *)
  destruct (in_turns _ _ _ _ H) as [d T].
  pose proof (T 0%nat ltac:(lia)) as T0. pose proof (T 1%nat ltac:(lia)) as T1.
  pose proof (T 2%nat ltac:(lia)) as T2. pose proof (T 3%nat ltac:(lia)) as T3. clear T.
  pose proof (F1 p ltac:(lra)) as P1. pose proof (F2 p ltac:(lra)) as P2.
  destruct A as [a [b A]], B as [a' [b' B]].
  change (Z.of_nat 0) with 0%Z in T0. change (Z.of_nat 1) with 1%Z in T1.
  change (Z.of_nat 2) with 2%Z in T2. change (Z.of_nat 3) with 3%Z in T3.
  rewrite !plus_IZR in *.
  rewrite F1, A in T0, T1 by lra. rewrite F2, B in T2, T3 by lra. rewrite A in P1. rewrite B in P2.
  destruct d; cbn in T0, T1, T2, T3;
    repeat match goal with
    | H : above _ _ = true |- _ => apply above_true in H
    | H : above _ _ = false |- _ => apply above_false in H
    end.
  - pose proof (Rmult_le_compat_l (- a) (IZR m + 1) p ltac:(lra) ltac:(lra)).
    pose proof (Rmult_le_compat_l (- a') p (IZR m + 2) ltac:(lra) ltac:(lra)). lra.
  - pose proof (Rmult_le_compat_l a (IZR m + 1) p ltac:(lra) ltac:(lra)).
    pose proof (Rmult_le_compat_l a' p (IZR m + 2) ltac:(lra) ltac:(lra)). lra.
Qed.

(** ** The step *)

(** On half of the integers at least, one unit less will do. *)
Lemma halve : forall u us r t m N, classifies (eval (Network (u :: us) r)) t m N ->
  exists net m' N', length (hidden net) = length us /\ (N <= 2 * N')%nat /\
  classifies (eval net) t m' N'.
Proof.
  intros u us r t m N H.
  destruct (relu_kink _ (pre_affine u [] (Forall_nil affine))) as [p [left [right [L [Q [E1 E2]]]]]].
  destruct L as [a [b L]], Q as [a' [b' Q]]. destruct (archimed p) as [up1 up2].
  (* The integers below c lie left of the kink, the others right of it. *)
  set (c := Z.max m (Z.min (up p) (m + Z.of_nat N))).
  destruct (Z_le_gt_dec (m + Z.of_nat N - c) (c - m)) as [most|few].
  - exists (without_first a b us r), m, (Z.to_nat (c - m)).
    repeat split; [apply map_length | lia |].
    apply (classifies_part (eval (Network (u :: us) r)) _ t m N); try lia; auto.
    intros k Hk. apply without_first_same. rewrite <- L. apply (E1 (IZR k)).
    assert (kp : (k <= up p - 1)%Z) by lia. apply IZR_le in kp. rewrite minus_IZR in kp. lra.
  - exists (without_first a' b' us r), c, (Z.to_nat (m + Z.of_nat N - c)).
    repeat split; [apply map_length | lia |].
    apply (classifies_part (eval (Network (u :: us) r)) _ t m N); try lia; auto.
    intros k Hk. apply without_first_same. rewrite <- Q. apply (E2 (IZR k)).
    assert (kp : (up p <= k)%Z) by lia. apply IZR_le in kp. lra.
Qed.

(** (6)  The article's theorem, by its own induction. *)
Theorem article_bound : forall (n : nat) (net : network) (t : R) (m : Z),
  (2 <= n)%nat ->
  classifies (eval net) t m (2 ^ n) -> (n <= length (hidden net))%nat.
Proof.
  intros n net t m Hn. revert net t m. induction Hn as [|n Hn IH]; intros [[|u us] r] t m H.
  - apply no_unit_does_two in H. cbn in H. lia.
  - destruct us as [|u' us]; [apply one_unit_does_three in H|]; cbn in *; lia.
  - apply no_unit_does_two in H. pose proof (Nat.pow_le_mono_r 2 2 (S n)). cbn in H0. cbn in H. lia.
  - destruct (halve _ _ _ _ _ _ H) as [net [m' [N' [size [half H']]]]].
    cbn [hidden length]. rewrite <- size. apply le_n_S, (IH net t m').
    apply (classifies_part (eval net) _ t m' N'); auto; [lia|]. cbn [Nat.pow] in half. lia.
Qed.
