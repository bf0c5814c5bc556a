"""The circuits of the book's puzzles: each as small as its docstring says, with its proof.

Their public names are `tinynets.circuits.*`. Most need skip connections: a neuron corrects what
the others have made of the inputs.
"""

from __future__ import annotations

import math

import torch

from tinynets._checks import check_flag, check_integer, check_number, exact_dtype
from tinynets.network import Network

# Skip connections make the weights grow with the square of the inputs.
_MOST_INPUTS = 1000

# The comparators of a sorting network, one list a layer: (i, j) puts the smaller on wire i.
_COMPARATORS = {
    2: [[(0, 1)]],
    3: [[(0, 1)], [(1, 2)], [(0, 1)]],
    4: [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(1, 2)]],
}
_COMPARATORS[5] = [*_COMPARATORS[4], [(3, 4)], [(2, 3)], [(1, 2)], [(0, 1)]]


def clip(low: float = 0, high: float = 1, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return two ReLUs that keep x between two numbers.

    The network is :math:`h_1 = R(u - x)`, :math:`h_2 = R(u - l - h_1)`, :math:`y = l + h_2`, with
    low for :math:`l` and high for :math:`u`. *Proof.* :math:`u - R(u - x)` is :math:`u` for
    :math:`x \ge u` and else :math:`x`, so it is :math:`\min(x, u)`. Likewise
    :math:`l + R(m - l) = \max(m, l)`, here with :math:`m = u - h_1`. Fewer than two ReLUs do not
    do: one makes two pieces, and clipping has three.

    Parameters
    ----------
    low, high
        The two numbers; low is the smaller.
    dtype
        Of the network; None chooses float32 where it is exact, else float64.

    Returns
    -------
    Network
        Widths [1, 1, 1, 1].

    Raises
    ------
    TypeError
        If low or high is not a number, or the dtype is not a floating one.
    ValueError
        If one of them is not finite, low >= high, or the dtype does not hold every integer up to
        the largest of their sizes and their distance.

    Examples
    --------
    >>> clip(-1, 2)(torch.tensor([[-7.0], [0.25], [7.0]])).flatten().tolist()
    [-1.0, 0.25, 2.0]
    """
    l, u = check_number("low", low), check_number("high", high)
    if l >= u:
        raise ValueError(f"low is {low}, high is {high}; low must be smaller")
    largest = math.ceil(max(abs(low), abs(high), high - low))
    bits = max(largest - 1, 0).bit_length()
    able = exact_dtype("the largest of |low|, |high| and high - low", largest, bits, dtype)
    if able == torch.float64:  # else from_weights looks at the fractions
        dtype = able
    weights = [([[-1]], [u]), ([[-1]], [u - l]), ([[1]], [l])]
    return Network.from_weights(weights, dtype=dtype)


def maximum(count: int = 3, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that computes the largest of several numbers, one ReLU fewer than numbers.

    It goes through the numbers and keeps the largest so far, :math:`m \gets m + R(x_i - m)`,
    beginning with :math:`m = x_1`. *Proof.* If :math:`x_i \le m`, the ReLU is 0 and m stays. If
    :math:`x_i > m`, it is :math:`x_i - m`, and m becomes :math:`x_i`. No network has fewer: see
    the book's chapter of puzzles.

    Parameters
    ----------
    count
        How many numbers, from 1 to 1,000.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [count] + [1] * count with skip connections: count - 1 hidden neurons.

    Raises
    ------
    TypeError
        If count is not an integer, or the dtype is not a floating one.
    ValueError
        If count is not in its range.

    Examples
    --------
    >>> maximum(3)
    Network([3, 1, 1, 1], skip=True)
      h1 = relu(-a + b)
      h2 = relu(-a + c - h1)
      y  = a + h1 + h2
    >>> maximum(3)(torch.tensor([[2.0, 7.0, 5.0]])).item()
    7.0
    """
    count = check_integer("count", count, least=1, below=_MOST_INPUTS + 1)
    # m is x1 + h1 + … + hk when x of index k + 1, counted from 0, comes.
    hidden = [
        ([[-1, *(int(j == k + 1) for j in range(1, count)), *[-1] * k]], [0])
        for k in range(count - 1)
    ]
    read = [1] + [0] * (count - 1) + [1] * (count - 1)
    return Network.from_weights([*hidden, ([read], [0])], skip=True, dtype=dtype)


def median(*, dtype: torch.dtype | None = None) -> Network:
    r"""Return three ReLUs that compute the middle one of three numbers.

    The network is :math:`h_1 = R(a - b)`, :math:`h_2 = R(c - (b + h_1))`,
    :math:`h_3 = R(c - h_2 - (a - h_1))` and :math:`y = a - h_1 + h_3`. *Proof.* With
    :math:`l = a - h_1` and :math:`u = b + h_1` the smaller and the larger of a and b are l and u.
    Then :math:`m = c - h_2 = c - R(c - u) = \min(c, u)`, and :math:`l + R(m - l) = \max(l, m)`. So
    y is c, kept between l and u: the median. Fewer than three ReLUs do not do: see the book's
    chapter of puzzles.

    Parameters
    ----------
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [3, 1, 1, 1, 1] with skip connections.

    Raises
    ------
    TypeError
        If the dtype is not a floating one.

    Examples
    --------
    >>> median()(torch.tensor([[2.0, 7.0, 5.0], [4.0, 4.0, 1.0]])).flatten().tolist()
    [5.0, 4.0]
    """
    weights = [
        ([[1, -1, 0]], [0]),
        ([[0, -1, 1, -1]], [0]),
        ([[-1, 0, 1, 1, -1]], [0]),
        ([[1, 0, 0, -1, 0, 1]], [0]),
    ]
    return Network.from_weights(weights, skip=True, dtype=dtype)


def sort(count: int = 3, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that sorts two to five numbers, one ReLU a comparator.

    A comparator takes two numbers a and b and hands on the smaller and the larger:
    :math:`r = R(a - b)`, :math:`a \gets a - r`, :math:`b \gets b + r`. *Proof* that these suffice,
    with the wires numbered from 0. Three numbers: the comparators (0, 1) and (1, 2) bring the
    largest to wire 2, and (0, 1) sorts the others. Four: (0, 1), (2, 3) sort two pairs; (0, 2)
    then brings the smaller of the two smaller ones, which is the smallest of all, to wire 0, and
    (1, 3) the largest to wire 3; (1, 2) sorts the others. Five: sort four, and then let the last
    number sink through (3, 4), (2, 3), (1, 2), (0, 1) until the one below it is not larger.

    Two, three and four numbers need as many ReLUs as these networks have: 1, 3 and 5. For five,
    where this one has 9, at least 7 are needed: see the book's chapter of puzzles.

    Parameters
    ----------
    count
        How many numbers, from 2 to 5.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        With skip connections, count inputs and count outputs, in rising order: widths
        [2, 1, 2], [3, 1, 1, 1, 3], [4, 2, 2, 1, 4] or [5, 2, 2, 1, 1, 1, 1, 1, 5].

    Raises
    ------
    TypeError
        If count is not an integer, or the dtype is not a floating one.
    ValueError
        If count is not in its range.

    Examples
    --------
    >>> sort(4)(torch.tensor([[3.0, 9.0, -2.0, 5.0]])).tolist()
    [[-2.0, 3.0, 5.0, 9.0]]
    """
    count = check_integer("count", count, least=2, below=6)
    # What is on each wire: its weights of the inputs and of the neurons so far.
    wires = [[int(i == j) for j in range(count)] for i in range(count)]
    hidden = []
    for layer in _COMPARATORS[count]:
        rows = [[a - b for a, b in zip(wires[i], wires[j], strict=True)] for i, j in layer]
        hidden.append((rows, [0] * len(layer)))
        for wire, row in enumerate(wires):
            row += [(wire == j) - (wire == i) for i, j in layer]
    return Network.from_weights([*hidden, (wires, [0] * count)], skip=True, dtype=dtype)


def square(neurons: int = 3, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that computes x² on [0, 1] up to 2**-(2m + 3), with m neurons.

    It folds at :math:`1/2, 1/4, \dots, 2^{-m}`, :math:`y_s = y_{s-1} - 2R(y_{s-1} - 2^{-s})` from
    :math:`y_0 = x`, and reads :math:`f = x - \sum_s y_s / 2^s - 2^{-(2m+3)}`. *Proof.* The
    function :math:`f_m = x - \sum_{s \le m} y_s / 2^s` is the chord of x² over each interval
    between neighbouring multiples of :math:`2^{-m}`. This is so for :math:`m = 0`. A chord over
    an interval of length L is too high by :math:`(x - u)(v - x)` between its ends u and v; in the
    middle that is :math:`L^2/4 = 4^{-m}/4`, and to split the interval there takes away a tent of
    this height. And :math:`y_{m+1}` is a tent of height :math:`2^{-(m+1)}` over each of these
    intervals, so :math:`y_{m+1} / 2^{m+1}` has the height :math:`4^{-(m+1)}`, the same. So
    :math:`0 \le f_m - x^2 \le 4^{-(m+1)}`, and half of that, :math:`2^{-(2m+3)}`, is the error
    once the other half is taken off. The fold is that of :func:`tinynets.circuits.parity`; the
    construction, without the last term, is Yarotsky's (Neural Networks 94, 2017).

    No network with m ReLUs is closer: it has at most 2**m pieces on [0, 1], so one of them is at
    least :math:`2^{-m}` long, and a straight line misses x² on it by at least
    :math:`(2^{-m})^2 / 8`.

    Parameters
    ----------
    neurons
        The number m of ReLUs, at least 0.
    dtype
        Of the network; None chooses float32 up to 10 neurons and float64 up to 25. A dtype with a
        p-bit significand gives the exact values of this function on multiples of 2**-(m + 1) if
        2m + 3 <= p; beyond, its rounding would hide the error.

    Returns
    -------
    Network
        Widths [1] * (neurons + 2) with skip connections.

    Raises
    ------
    TypeError
        If neurons is not an integer, or the dtype is not a floating one.
    ValueError
        If neurons is negative, or larger than the dtype allows.

    Examples
    --------
    >>> square(1)
    Network([1, 1, 1], skip=True)
      h1 = relu(x - 0.5)
      y  = 0.5 x + h1 - 0.03125
    >>> square(2)(torch.tensor([[0.5], [0.625]])).flatten().tolist()
    [0.2421875, 0.3984375]
    """
    m = check_integer("neurons", neurons, least=0)
    # All values are multiples of 2**-(2m + 3).
    dtype = exact_dtype("neurons", m, 2 * m + 3, dtype)
    hidden = [([[1] + [-2] * (s - 1)], [-(2.0**-s)]) for s in range(1, m + 1)]
    # y_s = x - 2 h1 - … - 2 hs, so h_s enters the terms of s, …, m.
    read = [2.0**-m, *(4 * 2.0**-s - 2 * 2.0**-m for s in range(1, m + 1))]
    return Network.from_weights(
        [*hidden, ([read], [-(2.0 ** -(2 * m + 3))])], skip=True, dtype=dtype
    )


def divisible(divisor: int = 3, folds: int = 3, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that says whether an integer is a multiple of the divisor m.

    On 0, …, m·2**k it computes 1 minus the distance from x to the next multiple of m: 1 for a
    multiple, at most 0 for another integer. Read it with the threshold 1/2. It folds at
    :math:`m 2^{k-1}, \dots, 2m, m`, :math:`y \gets y - 2R(y - c)`, and once more at m/2, and reads
    :math:`1 - y`. *Proof.* A fold at a multiple c of m maps [0, 2c] onto [0, c] and sends y to
    itself or to :math:`2c - y`, which is as far from the multiples of m. After k folds y is in
    [0, m], and the last one leaves :math:`\min(y, m - y)`. Fewer than k + 1 ReLUs do not do: the
    answer changes :math:`2^{k+1}` times.

    Parameters
    ----------
    divisor
        The number m, at least 2.
    folds
        The number k of folds at multiples of m, at least 0; the range doubles with each.
    dtype
        Of the network; None chooses float32 where it is exact, else float64.

    Returns
    -------
    Network
        Widths [1] * (folds + 3) with skip connections: folds + 1 hidden neurons.

    Raises
    ------
    TypeError
        If divisor or folds is not an integer, or the dtype is not a floating one.
    ValueError
        If divisor < 2, folds < 0, or the dtype does not hold every integer up to the end of the
        range and one beyond, and their halves if the divisor is odd.

    Examples
    --------
    >>> network = divisible(3, folds=2)
    >>> x = torch.arange(13.0).unsqueeze(1)
    >>> x[network(x) > 0.5].tolist()
    [0.0, 3.0, 6.0, 9.0, 12.0]
    """
    divisor = check_integer("divisor", divisor, least=2)
    folds = check_integer("folds", folds, least=0)
    # The range ends at m * 2**k, the read-out adds 1, and the half of an odd m needs a bit more.
    bits = divisor.bit_length() + folds + divisor % 2
    dtype = exact_dtype("divisor * 2**folds", f"{divisor} * 2**{folds}", bits, dtype)
    heights = [divisor * 2.0**k for k in range(folds - 1, -2, -1)]
    hidden = [([[1] + [-2] * k], [-c]) for k, c in enumerate(heights)]
    read = [-1] + [2] * len(heights)
    return Network.from_weights([*hidden, ([read], [1])], skip=True, dtype=dtype)


def gray_code(bits: int = 4, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that says the reflected Gray code of 0, …, 2**n - 1, with n - 1 ReLUs.

    Each output is at least 1 where its bit is 1 and at most 0 where it is 0: read it with the
    threshold 1/2. From :math:`y = x` the network folds at :math:`c - 1/2` for
    :math:`c = 2^{n-1}, \dots, 4, 2`, :math:`y \gets y - 2R(y - c + 1/2)`, and reads
    :math:`y - c + 1` before each fold, and at the end for c = 1. *Proof.* By definition the first
    bit of the Gray code of :math:`y \in 0, \dots, 2c - 1` says whether :math:`y \ge c`, and the
    other bits are those of y if not, and those of :math:`2c - 1 - y` if so: the second half of the
    list is the first half in reverse. The fold sends y to just this number. Fewer than
    :math:`n - 1` ReLUs do not do: the last bit changes :math:`2^{n-1}` times.

    Parameters
    ----------
    bits
        The number n of bits, at least 1.
    dtype
        Of the network; None chooses float32 up to 23 bits and float64 up to 52.

    Returns
    -------
    Network
        Widths [1] * bits + [bits] with skip connections, the most significant bit first.

    Raises
    ------
    TypeError
        If bits is not an integer, or the dtype is not a floating one.
    ValueError
        If bits < 1, or the dtype does not hold the halves of integers that the network meets.

    Examples
    --------
    >>> x = torch.arange(8.0).unsqueeze(1)
    >>> ["".join(str(int(bit)) for bit in row) for row in gray_code(3)(x) > 0.5]
    ['000', '001', '011', '010', '110', '111', '101', '100']
    """
    n = check_integer("bits", bits, least=1)
    dtype = exact_dtype("bits", n, n + 1, dtype)  # halves of integers up to 2**n
    y = [[1] + [-2] * k + [0] * (n - 1 - k) for k in range(n)]  # before each fold, and at the end
    heights = [2.0**k for k in reversed(range(n))]
    hidden = [
        ([row[: k + 1]], [0.5 - c]) for k, (row, c) in enumerate(zip(y, heights, strict=True))
    ]
    read = (y, [1 - c for c in heights])
    return Network.from_weights([*hidden[:-1], read], skip=True, dtype=dtype)


def binary(bits: int = 4, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that says the binary digits of 0, …, 2**n - 1, with 2(n - 1) ReLUs.

    For :math:`c = 2^{n-1}, \dots, 4, 2` it asks whether :math:`y \ge c`, and if so takes c away:
    :math:`r = R(c - y)`, :math:`b = R(1 - r)`, :math:`y \gets y - c\,b`, from :math:`y = x`. Its
    outputs are the b in order, and the y at the end. *Proof.* If :math:`y \ge c`, then r = 0 and
    b = 1. If :math:`y \le c - 1`, then :math:`r \ge 1` and b = 0. So b is the first digit of
    :math:`y \in 0, \dots, 2c - 1`, and what is left is the number that the other digits write;
    after c = 2 it is 0 or 1, the last digit. At least n ReLUs are needed for :math:`n \ge 2`,
    since the last digit is the parity of :math:`2^n` integers; whether fewer than 2(n - 1) do is
    open for n > 2.

    Parameters
    ----------
    bits
        The number n of digits, at least 1.
    dtype
        Of the network; None chooses float32 up to 24 digits and float64 up to 53.

    Returns
    -------
    Network
        Widths [1] * (2 * bits - 1) + [bits] with skip connections, the most significant digit
        first, exactly 0 or 1.

    Raises
    ------
    TypeError
        If bits is not an integer, or the dtype is not a floating one.
    ValueError
        If bits < 1, or the dtype does not hold every integer up to 2**bits.

    Examples
    --------
    >>> binary(3)(torch.tensor([[6.0], [3.0]])).tolist()
    [[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]
    """
    n = check_integer("bits", bits, least=1)
    dtype = exact_dtype("bits", n, n, dtype)
    hidden, y = [], [1]
    for c in (2**k for k in reversed(range(1, n))):
        hidden += [([[-w for w in y]], [c]), ([[0] * len(y) + [-1]], [1])]
        y = [*y, 0, -c]
    digits = [[int(j == 2 * k) for j in range(len(y))] for k in range(1, n)]
    return Network.from_weights([*hidden, ([*digits, y], [0] * n)], skip=True, dtype=dtype)


def bits_parity(bits: int = 8, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that says whether an odd number of its n inputs, each 0 or 1, is 1.

    *Proof.* The sum s of the inputs is an integer from 0 to n. With k the least number such that
    :math:`2^k \ge n`, the k folds of :func:`tinynets.circuits.parity` compute :math:`s \bmod 2` on
    :math:`0, \dots, 2^k`, and their first neuron can add up the inputs itself. So
    :math:`\lceil \log_2 n \rceil` ReLUs suffice. At least :math:`\lfloor \log_2 n \rfloor` are
    needed: see the book's chapter of puzzles.

    This is another function than the parity of an integer, and the one that is meant where parity
    is called hard to learn (Shalev-Shwartz, Shamir and Shammah, ICML 2017).

    Parameters
    ----------
    bits
        The number n of inputs, from 1 to 1,000.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [bits] + [1] * (k + 1) with skip connections: k hidden neurons.

    Raises
    ------
    TypeError
        If bits is not an integer, or the dtype is not a floating one.
    ValueError
        If bits is not in its range, or the dtype does not hold every integer up to 2**k.

    Examples
    --------
    >>> bits_parity(4).n_hidden
    2
    >>> bits_parity(4)(torch.tensor([[1.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0]])).tolist()
    [[1.0], [0.0]]
    """
    n = check_integer("bits", bits, least=1, below=_MOST_INPUTS + 1)
    folds = (n - 1).bit_length()
    dtype = exact_dtype("bits", n, folds, dtype)
    heights = [2**k for k in reversed(range(folds))]
    hidden = [([[1] * n + [-2] * k], [-c]) for k, c in enumerate(heights)]
    read = [1] * n + [-2] * folds
    return Network.from_weights([*hidden, ([read], [0])], skip=True, dtype=dtype)


def equal(exact: bool = True, *, dtype: torch.dtype | None = None) -> Network:
    r"""Return a network that says whether two integers are the same.

    *Proof.* :math:`d = 1 - |a - b|` is 1 if they are, and else at most 0. One ReLU makes it,
    :math:`d = 1 + (a - b) - 2R(a - b)`, and answers with the threshold 1/2. A second one,
    :math:`R(d)`, makes the answer 1 or 0 exactly. Fewer do neither: see the book's chapter of
    puzzles.

    Parameters
    ----------
    exact
        Whether the answers are 0 and 1, or only on the two sides of 1/2.
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        With skip connections, widths [2, 1, 1, 1] if exact, else [2, 1, 1].

    Raises
    ------
    TypeError
        If exact is not a bool, or the dtype is not a floating one.

    Examples
    --------
    >>> pairs = torch.tensor([[5.0, 5.0], [5.0, 6.0], [7.0, 2.0]])
    >>> equal()(pairs).flatten().tolist()
    [1.0, 0.0, 0.0]
    >>> equal(exact=False)(pairs).flatten().tolist()
    [1.0, 0.0, -4.0]
    """
    distance = ([[1, -1]], [0])
    d = ([[1, -1, -2]], [1])
    one, two = [distance, d], [distance, d, ([[0, 0, 0, 1]], [0])]
    return Network.from_weights(two if check_flag("exact", exact) else one, skip=True, dtype=dtype)


def logical_and(*, dtype: torch.dtype | None = None) -> Network:
    r"""Return one ReLU that says whether a and b, each 0 or 1, are both 1.

    *Proof.* :math:`R(a + b - 1)` is 1 if both are 1, and else R of 0 or of -1, which is 0. Without
    a ReLU no network answers 0 and 1 exactly: if an affine function is 0 on (0, 0), (1, 0) and
    (0, 1), it is 0. With the threshold 1/2 the affine :math:`a + b - 1` does.

    Parameters
    ----------
    dtype
        Of the network; None is float32.

    Returns
    -------
    Network
        Widths [2, 1, 1].

    Raises
    ------
    TypeError
        If the dtype is not a floating one.

    Examples
    --------
    >>> from tinynets import tasks
    >>> logical_and()(tasks.xor().x).flatten().tolist()
    [0.0, 0.0, 0.0, 1.0]
    """
    return Network.from_weights([([[1, 1]], [-1]), ([[1]], [0])], dtype=dtype)
