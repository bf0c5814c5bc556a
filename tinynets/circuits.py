"""Networks whose weights are set by hand; each docstring proves that its network is right.

In interpretability research a *circuit* is a subgraph found in a trained network (Olah et al.,
"Zoom In", Distill 2020). Here the word is used for one that was put there.
"""

from __future__ import annotations

import math

import torch

from tinynets._checks import check_dtype, check_flag, check_integer, check_number, exact_dtype
from tinynets._puzzles import (
    binary,
    bits_parity,
    clip,
    divisible,
    equal,
    gray_code,
    logical_and,
    maximum,
    median,
    sort,
    square,
)
from tinynets.network import Network

__all__ = [
    "absolute",
    "article_parity",
    "binary",
    "bits_parity",
    "clip",
    "divisible",
    "equal",
    "gray_code",
    "less_than",
    "logical_and",
    "maximum",
    "median",
    "minimum",
    "modular_addition",
    "parity",
    "sort",
    "square",
    "step",
    "xor",
]


def less_than(
    threshold: float = 10, sharpness: float = 1, *, dtype: torch.dtype | None = None
) -> Network:
    r"""Return one neuron that says whether x is below the threshold.

    The neuron is :math:`\sigma(s(t - x))`. *Proof.* :math:`\sigma(z) > 1/2` exactly if
    :math:`z > 0`, and :math:`s(t - x) > 0` exactly if :math:`x < t`, since :math:`s > 0`. At
    :math:`x = t` the neuron says 1/2 for every :math:`s`.

    Parameters
    ----------
    threshold
        The number t.
    sharpness
        The factor s > 0: the larger, the closer to a step.
    dtype
        Of the network; None chooses float32 where it is exact, else float64.

    Returns
    -------
    Network
        Widths [1, 1], output sigmoid.

    Raises
    ------
    TypeError
        If the threshold or the sharpness is not a number, or the dtype is not a floating one.
    ValueError
        If the threshold is not finite, the sharpness not a positive finite number, or the dtype
        does not hold every integer up to the threshold, or no weight and bias that put it there.

    Examples
    --------
    >>> neuron = less_than(10)
    >>> neuron
    Network([1, 1], output='sigmoid')
      y = sigmoid(-x + 10)
    >>> round(neuron(torch.tensor([[9.5]])).item(), 4)
    0.6225
    """
    number = check_number("threshold", threshold)
    sharpness = check_number("sharpness", sharpness)
    if sharpness <= 0:
        raise ValueError(f"sharpness is {sharpness}; it must be positive")
    bits = (math.ceil(abs(threshold)) - 1).bit_length()
    able = exact_dtype("threshold", threshold, bits, dtype)
    if able == torch.float64:  # else from_weights looks at the fractions
        dtype = able
    network = Network.from_weights(
        [([[-sharpness]], [sharpness * number])], output="sigmoid", dtype=dtype
    )
    if not _is_held(number, sharpness, network.dtype):
        wider = [d for d in (torch.float32, torch.float64) if _is_held(number, sharpness, d)]
        raise ValueError(
            f"threshold is {threshold}, sharpness is {sharpness}: in {network.dtype} they make "
            f"{repr(network).splitlines()[1].strip()}, and the bias must be minus weight times "
            f"threshold, the weight not 0; "
            + (f"{wider[0]} will do" if wider else "no dtype does, change the sharpness")
        )
    return network


def step(threshold: int = 10, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return two ReLUs that say exactly whether an integer is below the threshold.

    The network is :math:`R(t - x) - R(t - 1 - x)` with :math:`R(z) = \max(0, z)`. *Proof.* For
    :math:`x \ge t` both terms are 0. For :math:`x \le t - 1` both are positive or 0 and their
    difference is 1. Between :math:`t - 1` and :math:`t` it falls from 1 to 0 along a straight
    line, where no integer lies.

    Parameters
    ----------
    threshold
        The integer t.
    dtype
        Of the network; None chooses float32 where it is exact, else float64.

    Returns
    -------
    Network
        Widths [1, 2, 1].

    Raises
    ------
    TypeError
        If the threshold is not an integer, or the dtype is not a floating one.
    ValueError
        If the dtype does not hold every integer up to the threshold.

    Examples
    --------
    >>> step(10)(torch.tensor([[-20.0], [9.0], [10.0], [39.0]])).flatten().tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    threshold = check_integer("threshold", threshold)
    bits = (max(abs(threshold), abs(threshold - 1)) - 1).bit_length()
    dtype = exact_dtype("threshold", threshold, bits, dtype)
    return Network.from_weights(
        [([[-1], [-1]], [threshold, threshold - 1]), ([[1, -1]], [0])], dtype=dtype
    )


def minimum(theta: float = 1, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return two ReLUs and a skip connection that compute min(a, b) exactly.

    The network is :math:`\theta a + (1 - \theta) b - \theta R(a - b) - (1 - \theta) R(b - a)`.
    *Proof.* If :math:`a \le b`, the first ReLU is 0 and the second is :math:`b - a`, which leaves
    :math:`\theta a + (1 - \theta) b - (1 - \theta)(b - a) = a`. If :math:`a > b`, the second is 0
    and the first is :math:`a - b`, which leaves :math:`\theta a + (1 - \theta) b - \theta (a - b)
    = b`. Every network of this shape that is min on the whole plane has the
    strengths of this one, :math:`-\theta` on the side of a - b and :math:`-(1 - \theta)` on that of
    b - a, each perhaps shared between neurons: see the book's chapter on min.

    Parameters
    ----------
    theta
        Any number. 1 is a - relu(a - b), 0 is b - relu(b - a), 1/2 is the symmetric
        (a + b - abs(a - b)) / 2. Where 1 - theta is rounded (0.1, 1e17), so is the answer.
    dtype
        Of the network; None chooses float32 where it is exact, else float64.

    Returns
    -------
    Network
        Widths [2, 2, 1] with skip connections.

    Raises
    ------
    TypeError
        If theta is not a number, or the dtype is not a floating one.
    ValueError
        If theta is not finite, in the dtype too.

    Examples
    --------
    >>> minimum()
    Network([2, 2, 1], skip=True)
      h1 = relu(a - b)
      h2 = relu(-a + b)
      y  = a - h1
    >>> minimum(theta=0.5)(torch.tensor([[3.0, 8.0], [7.0, -2.0]])).flatten().tolist()
    [3.0, -2.0]
    """
    theta = check_number("theta", theta)
    rest = 1 - theta
    return Network.from_weights(
        [([[1, -1], [-1, 1]], [0, 0]), ([[theta, rest, -theta, -rest]], [0])],
        skip=True,
        dtype=dtype,
    )


def parity(folds: int = 4, skip: bool = False, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that computes x mod 2 exactly for the integers 0, …, 2**folds.

    It folds the number line at :math:`c = 2^{n-1}, \dots, 4, 2, 1`: each fold replaces :math:`y`
    by :math:`c - |y - c|`. *Proof.* Below c a fold changes nothing, above c it reflects:
    :math:`y \mapsto 2c - y`. The two differ by the even number :math:`2(c - y)`, so an integer
    keeps its parity. A fold at c maps :math:`[0, 2c]` onto :math:`[0, c]`; after the folds at
    :math:`2^{n-1}, \dots, 1` an integer of :math:`[0, 2^n]` has become 0 or 1, its parity.

    With `skip` a fold takes one neuron, :math:`y \gets y - 2R(y - c)`, and the skip connections
    carry y. Without it :math:`y \ge 0` is carried by a neuron of its own,
    :math:`y \gets R(y) - 2R(y - c)`: two neurons a fold.

    Parameters
    ----------
    folds
        The number n of folds, at least 0.
    skip
        Whether to use skip connections.
    dtype
        Of the network; None chooses float32 up to 24 folds and float64 up to 53. A dtype with
        a p-bit significand holds all integers up to 2**p, and no farther.

    Returns
    -------
    Network
        Widths [1] + [2] * folds + [1], or with skip connections [1] * (folds + 2).

    Raises
    ------
    TypeError
        If folds is not an integer, or the dtype is not a floating one.
    ValueError
        If folds is negative, or larger than the dtype's integers allow.

    Examples
    --------
    >>> parity(2, skip=True)
    Network([1, 1, 1, 1], skip=True)
      h1 = relu(x - 2)
      h2 = relu(x - 2 h1 - 1)
      y  = x - 2 h1 - 2 h2
    >>> x = torch.arange(17.0).unsqueeze(1)
    >>> bool((parity(4)(x) == x % 2).all())
    True
    """
    folds = check_integer("folds", folds, least=0)
    dtype = exact_dtype("folds", folds, folds, dtype)
    heights = [2**k for k in reversed(range(folds))]
    if skip:
        # Layer k reads x, h1, …, hk and computes y = x - 2 h1 - … - 2 hk.
        hidden = [([[1] + [-2] * k], [-c]) for k, c in enumerate(heights)]
        weights = [*hidden, ([[1] + [-2] * folds], [0])]
    else:
        # A layer's two neurons are R(y) and R(y - c); the next reads y as h1 - 2 h2.
        reads = [[1]] + [[1, -2]] * folds
        hidden = [([read, read], [0, -c]) for read, c in zip(reads, heights, strict=False)]
        weights = [*hidden, ([reads[-1]], [0])]
    return Network.from_weights(weights, skip=skip, dtype=dtype)


# Up to here float64 holds the lead of three neurons.
_LARGEST_MODULUS = 10_000
# The neurons of modular addition, each its two phases in turns: (cos(wa + u) + cos(wb + v))**2.
_PHASES = {
    8: [(u / 4, v / 4) for u in range(2) for v in range(4)],
    4: [(0, 0), (1 / 4, -1 / 4), (1 / 4, 0), (0, 1 / 4)],
    3: [(j / 6, j / 6) for j in range(3)],
}


def modular_addition(
    p: int, frequency: int = 1, neurons: int = 8, *, dtype: torch.dtype | None = None
) -> Network:
    r"""Return a few squares that add two one-hot residues modulo an odd p, by one frequency.

    With eight or four neurons output c says :math:`\cos(w(a + b - c))`, where
    :math:`w = 2\pi k/p`. The largest output is the answer. *Proof.* A neuron with phases u and v is
    :math:`h = (\cos(wa + u) + \cos(wb + v))^2`, the square of two numbers that the one-hot inputs
    select. Its weight to output c is :math:`\cos(wc + u + v)`, divided by half the number of
    neurons. Write :math:`t = w(a + b)`.

    *Eight neurons:* u is 0 or a quarter turn, v any of four quarter turns. Those with v and with v
    plus half a turn are :math:`(A + B)^2` and :math:`(A - B)^2`, with opposite weights, and
    :math:`(A + B)^2 - (A - B)^2 = 4AB`. What remains are the four products of
    :math:`\cos wa, \sin wa` with :math:`\cos wb, \sin wb`, which add up to
    :math:`\cos wc\,\cos t + \sin wc\,\sin t = \cos(t - wc)`.

    *Four neurons:* turn u a quarter on and v a quarter back; then :math:`\cos^2 + \sin^2 = 1` makes
    :math:`2 + 2\cos(t + u + v)` of the two squares. One such pair gives the cosine of
    :math:`t`, another its sine, and the bias of the output takes away what the 2s leave.

    *Three neurons:* u = v is 0, a sixth and a third of a turn. Since
    :math:`\cos x + \cos y = 2\cos\frac{x + y}{2}\cos\frac{x - y}{2}`,
    :math:`h = (1 + \cos w(a - b))\,(1 + \cos(t + 2u))`, and output c says
    :math:`(1 + \cos w(a - b))\,\cos(t - wc)`. The first factor is never 0 for odd p. For
    even p it is 0 where k(a - b) is p/2 modulo p, and there every output is 0.

    *The largest is unique:* :math:`\cos(2\pi km/p)`, with m = a + b - c, is 1 exactly if p divides
    km, so, where k and p have no common factor, exactly if p divides m. Then km runs through all
    residues, and the next best is the nearest to 0, one step away: the answer leads by
    :math:`1 - \cos(2\pi/p)`, with three neurons by at least
    :math:`(1 - \cos(\pi/p))(1 - \cos(2\pi/p))`. If k and p share a factor, wrong outputs tie.

    Eight or four neurons would do for even p too; odd p is asked of all three alike.
    Networks that were trained showed the way (Nanda et al., ICLR 2023; Gromov, "Grokking modular
    arithmetic", 2023, also gives weights).

    Parameters
    ----------
    p
        The modulus, an odd number of at least 3, below 10,000.
    frequency
        The number k of turns that the residues make around the circle, from 1 to p - 1, without a
        common factor with p.
    neurons
        8, 4 or 3.
    dtype
        Of the network; None is float64, since cosines are rounded.

    Returns
    -------
    Network
        Widths [2 p, neurons, p], activation square; the inputs are those of
        `tasks.modular_addition`.

    Raises
    ------
    TypeError
        If p, the frequency or neurons is not an integer, or the dtype is not a floating one.
    ValueError
        If one of them is not as above, or the lead is too small for the dtype's rounding.

    Examples
    --------
    >>> from tinynets import tasks
    >>> task = tasks.modular_addition(7)
    >>> said = modular_addition(7)(task.x.double())
    >>> bool((said.argmax(dim=1) == task.y.argmax(dim=1)).all())
    True
    """
    p = check_hours(p)
    k = check_integer("frequency", frequency, least=1, below=p)
    if math.gcd(k, p) != 1:
        raise ValueError(
            f"frequency is {k}; it must have no common factor with p = {p}, they share "
            f"{math.gcd(k, p)}"
        )
    if check_integer("neurons", neurons) not in _PHASES:
        raise ValueError(f"neurons is {neurons}; it must be 8, 4 or 3")
    dtype = check_dtype(torch.float64 if dtype is None else dtype)
    lead = 2 * math.sin(math.pi / p) ** 2  # 1 - cos(2 pi/p), without cancellation
    if neurons == 3:
        lead *= 2 * math.sin(math.pi / (2 * p)) ** 2
    # No neuron is above 4 and no output sums more than 2 sqrt 2, so counting the roundings of
    # weights, sums and squares an output is off by less than 32 eps, and a lead by less than 64.
    if lead < 64 * torch.finfo(dtype).eps:
        raise ValueError(f"p is {p}: the answer leads by {lead:.1e}, too little for {dtype}")
    turns = torch.tensor(_PHASES[neurons], dtype=torch.float64)  # (neurons, 2)
    around = (k * torch.arange(p) % p).double() / p  # the residues' places on the circle, in turns
    a, b, out = (_cosine(turn[:, None] + around) for turn in (*turns.T, turns.sum(dim=1)))
    out = 2 / neurons * out.T  # (p, neurons)
    bias = -out.sum(dim=1)  # 0 but for four neurons
    hidden = torch.cat([a, b], dim=1)  # (neurons, 2 p)
    return Network.from_weights(
        [(hidden, torch.zeros(neurons)), (out, bias)], activation="square", dtype=dtype
    )


def check_hours(p: object) -> int:
    """Return the modulus, if the construction can have it."""
    number = check_integer("p", p)
    if number % 2 == 0 or not 3 <= number < _LARGEST_MODULUS:
        raise ValueError(
            f"p is {number}; it must be an odd number of at least 3, below {_LARGEST_MODULUS:,}"
        )
    return number


def _cosine(turns: torch.Tensor) -> torch.Tensor:
    return torch.cos(2 * math.pi * turns)


def article_parity(*, dtype: torch.dtype | None = None) -> Network:
    r"""Return the article's own network for parity: ten hidden ReLUs and a ReLU output.

    It composes :math:`|y - c|` for c = 8, 4, 2, 1, 1, each absolute value as
    :math:`R(y - c) + R(c - y)`. *Proof.* :math:`|y - c|` differs from y by an even number if c is
    even, and maps [0, 2c] onto [0, c]. So after 8, 4 and 2 an integer of [0, 16] is 0, 1 or 2
    and has kept its parity. The fold by 1 sends 0, 1, 2 to 1, 0, 1, the opposite of the parity, and
    the second fold by 1 sends 1, 0 to 0, 1. (Besides 0..16 it is right on -1 and 17: the first
    fold sends both to 9, and 9 becomes 5, 3, 2, 1.)

    Parameters
    ----------
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [1, 2, 2, 2, 2, 2, 1], output relu.

    Raises
    ------
    TypeError
        If the dtype is not a floating one.

    Examples
    --------
    >>> article_parity()(torch.tensor([[6.0], [7.0], [19.0]])).flatten().tolist()
    [0.0, 1.0, 3.0]
    """
    reads = [[1]] + [[1, 1]] * 4
    hidden = [
        ([read, [-w for w in read]], [-c, c])
        for read, c in zip(reads, (8, 4, 2, 1, 1), strict=True)
    ]
    return Network.from_weights([*hidden, ([[1, 1]], [0])], output="relu", dtype=dtype)


def absolute(skip: bool = False, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that computes \|x\| exactly.

    *Proof.* Without a skip connection it is :math:`R(x) + R(-x)`: one of the two is 0, the other
    is :math:`|x|`. With one it is :math:`2R(x) - x`: for :math:`x \ge 0` that is
    :math:`2x - x = x`, for :math:`x < 0` it is :math:`-x`.

    Parameters
    ----------
    skip
        Whether to use skip connections: one neuron then does.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [1, 2, 1], or with skip connections [1, 1, 1].

    Raises
    ------
    TypeError
        If skip is not a bool, or the dtype is not a floating one.

    Examples
    --------
    >>> absolute(skip=True)
    Network([1, 1, 1], skip=True)
      h1 = relu(x)
      y  = -x + 2 h1
    """
    one = [([[1]], [0]), ([[-1, 2]], [0])]
    two = [([[1], [-1]], [0, 0]), ([[1, 1]], [0])]
    return Network.from_weights(one if check_flag("skip", skip) else two, skip=skip, dtype=dtype)


def xor(skip: bool = False, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that computes a xor b exactly for a, b in {0, 1}.

    *Proof.* With :math:`s = a + b \in \{0, 1, 2\}` the answer is 0, 1, 0. Without skip
    connections it is :math:`R(s) - 2R(s - 1)`, with one :math:`s - 2R(s - 1)`: the second
    term is 0 up to s = 1 and takes 2 away at s = 2.

    Parameters
    ----------
    skip
        Whether to use skip connections: one neuron then does.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [2, 2, 1], or with skip connections [2, 1, 1].

    Raises
    ------
    TypeError
        If skip is not a bool, or the dtype is not a floating one.

    Examples
    --------
    >>> from tinynets import tasks
    >>> xor()(tasks.xor().x).flatten().tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    one = [([[1, 1]], [-1]), ([[1, 1, -2]], [0])]
    two = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
    return Network.from_weights(one if check_flag("skip", skip) else two, skip=skip, dtype=dtype)


def _is_held(threshold: float, sharpness: float, dtype: torch.dtype) -> bool:
    """Tell whether a dtype's weight and bias still have the threshold that they were made for."""
    pair = torch.tensor([sharpness, sharpness * threshold], dtype=torch.float64)
    weight, bias = map(float, pair.to(dtype))
    return weight > 0 and bias == weight * threshold and (bias == 0) == (threshold == 0)
