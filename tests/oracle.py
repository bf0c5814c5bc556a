"""Second implementations to compare the package with: none of them uses torch."""

import math
from fractions import Fraction

HIDDEN = {
    "relu": lambda z: max(z, 0),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "sine": math.sin,
    "square": lambda z: z * z,
    "identity": lambda z: z,
}


def exact_layers(network):
    """Weights and biases as Fractions, from the network's plain description."""
    return [
        (
            [[Fraction(w) for w in row] for row in layer["weight"]],
            [Fraction(b) for b in layer["bias"]],
        )
        for layer in network.to_dict()["layers"]
    ]


def layer_outputs(description, x, replaced=None):
    """What every neuron says on one input x, a list; exact on Fractions where relu and square are.

    `replaced` is (layer, unit, value): that hidden neuron says the value instead.
    """
    read, outputs = list(x), []
    last = len(description["layers"]) - 1
    for i, layer in enumerate(description["layers"]):
        name = description["output"] if i == last else description["activation"]
        said = [
            HIDDEN[name](sum((w * v for w, v in zip(row, read, strict=True)), start=bias))
            for row, bias in zip(layer["weight"], layer["bias"], strict=True)
        ]
        if replaced is not None and replaced[0] == i:
            said[replaced[1]] = replaced[2]
        outputs.append(said)
        read = read + said if description["skip"] else said
    return outputs


def forward(network, x, replaced=None):
    """Return the outputs in floats, on one input x."""
    return layer_outputs(network.to_dict(), x, replaced)[-1]


def exact(network):
    """Return the network as a function of Fractions, one output."""
    layers = [{"weight": W, "bias": b} for W, b in exact_layers(network)]
    description = network.to_dict() | {"layers": layers}

    def function(*x):
        (y,) = layer_outputs(description, [Fraction(v) for v in x])[-1]
        return y

    return function


def mt19937(seed):
    """Yield 32-bit numbers: Matsumoto and Nishimura's Mersenne twister, seeded by one integer."""
    state = [seed & 0xFFFFFFFF]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + i) & 0xFFFFFFFF)
    while True:
        for i in range(624):
            y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7FFFFFFF)
            state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)
        for y in state:
            y ^= y >> 11
            y ^= (y << 7) & 0x9D2C5680
            y ^= (y << 15) & 0xEFC60000
            yield y ^ (y >> 18)


def uniforms(seed, count):
    """Return `count` float64 numbers in [0, 1), as torch.rand draws them: 53 bits each."""
    bits = mt19937(seed)
    pairs = ((next(bits), next(bits)) for _ in range(count))
    return [((high << 32 | low) & (2**53 - 1)) * 2.0**-53 for high, low in pairs]


def start(widths, skip, seed):
    """Return the (W, b) in float64 that the seed rule gives."""
    reads = [sum(widths[: i + 1]) if skip else widths[i] for i in range(len(widths) - 1)]
    shapes = list(zip(reads, widths[1:], strict=True))
    u = iter(uniforms(seed, sum((n_in + 1) * n_out for n_in, n_out in shapes)))
    layers = []
    for n_in, n_out in shapes:
        bound = 1 / math.sqrt(n_in)
        W = [[(2 * next(u) - 1) * bound for _ in range(n_in)] for _ in range(n_out)]
        layers.append((W, [(2 * next(u) - 1) * bound for _ in range(n_out)]))
    return layers
