"""The network: fully connected layers in order, with or without skip connections."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain, count
from pathlib import Path
from typing import Any, Self, cast

import torch
from torch import Tensor, nn

from tinynets._checks import (
    DTYPES,
    check_choice,
    check_dtype,
    check_flag,
    check_integer,
    check_list,
    check_new_file,
    check_number,
    check_path,
)

HIDDEN: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "sine": torch.sin,
    "square": torch.square,
    "identity": lambda z: z,
}
OUTPUT = {name: HIDDEN[name] for name in ("identity", "relu", "sigmoid")}
MAX_PARAMETERS = 10_000_000
_MAX_PRINTED = 40


class Network(nn.Module):
    r"""Fully connected layers, each reading the layer before it or, with `skip`, all before it.

    With skip connections every layer reads the input and the outputs of all earlier layers,
    concatenated in the order :math:`x, h_1, h_2, \dots`, as in DenseNet (Huang et al., CVPR 2017).

    Parameters
    ----------
    widths
        Sizes of the input, the hidden layers and the output, at least two numbers.
    activation
        Of the hidden layers: relu, sigmoid, tanh, sine, square or identity.
    output
        Of the last layer: identity, relu or sigmoid.
    skip
        Whether every layer also reads the input and all earlier layers.
    seed
        Of the start. Every parameter of a layer that reads :math:`n` numbers is drawn uniformly
        from :math:`[-1/\sqrt n, 1/\sqrt n)`: the same start in every dtype. It is below 2**32,
        since PyTorch's generator ignores all higher bits.
    dtype
        Of the parameters; PyTorch's default dtype if None.

    Raises
    ------
    TypeError
        If a width or the seed is not an integer, or the dtype is not a floating one.
    ValueError
        If there are fewer than two widths, a width is below 1, an activation is unknown, or the
        network would have more than ten million parameters.

    Examples
    --------
    >>> network = Network([2, 3, 1], seed=0)
    >>> network.n_hidden
    3
    >>> network(torch.zeros(5, 2)).shape
    torch.Size([5, 1])
    """

    # An nn.ModuleList, declared by what it holds.
    layers: Sequence[nn.Linear]

    def __init__(
        self,
        widths: Sequence[int],
        *,
        activation: str = "relu",
        output: str = "identity",
        skip: bool = False,
        seed: int = 0,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        self.widths = _check_widths(widths)
        self.activation = check_choice("activation", activation, HIDDEN)
        self.output = check_choice("output", output, OUTPUT)
        self.skip = check_flag("skip", skip)
        dtype = check_dtype(torch.get_default_dtype() if dtype is None else dtype)
        seed = check_integer("seed", seed, least=0, below=2**32)

        reads = list(accumulate(self.widths[:-1])) if skip else self.widths[:-1]
        shapes = list(zip(reads, self.widths[1:], strict=True))
        size = sum((n_in + 1) * n_out for n_in, n_out in shapes)
        if size > MAX_PARAMETERS:
            raise ValueError(
                f"widths {self.widths} make {size:,} parameters; at most {MAX_PARAMETERS:,} are allowed"
            )
        # A Linear on the meta device draws nothing, so torch's global generator is left alone.
        linears = [nn.Linear(*shape, device="meta") for shape in shapes]
        for linear, (n_in, n_out) in zip(linears, shapes, strict=True):
            linear.weight = nn.Parameter(torch.empty(n_out, n_in, dtype=dtype))
            linear.bias = nn.Parameter(torch.empty(n_out, dtype=dtype))
        self.layers = cast(Sequence[nn.Linear], nn.ModuleList(linears))
        start = draw_starts(shapes, [seed])[0]
        with torch.no_grad():
            parts = torch.split(start, [p.numel() for p in self.parameters()])
            for parameter, part in zip(self.parameters(), parts, strict=True):
                parameter.copy_(part.view_as(parameter))

    @classmethod
    def from_weights(
        cls,
        weights: Iterable[tuple[Any, Any]],
        *,
        activation: str = "relu",
        output: str = "identity",
        skip: bool = False,
        dtype: torch.dtype | None = None,
    ) -> Self:
        """Build a network from a weight matrix and a bias vector for each layer.

        Parameters
        ----------
        weights
            Pairs (W, b), tensors or nested lists: W of shape (out, in), b of shape (out,). With
            `skip` the columns of W stand in the order x, h1, h2, ….
        activation, output, skip
            As for `Network`.
        dtype
            Of the parameters. None chooses float32 if it holds every number exactly, else float64.

        Raises
        ------
        TypeError
            If weights is not a list, or the dtype is not a floating one.
        ValueError
            If there are no layers, one is not a pair of rectangular lists of numbers, shapes do
            not fit each other, or a number is not finite in the dtype.

        Examples
        --------
        The neuron relu(x - 2):

        >>> Network.from_weights([([[1]], [-2])], output="relu")
        Network([1, 1], output='relu')
          y = relu(x - 2)
        """
        listed = check_list("weights", weights, "pairs (W, b)")
        pairs = [_weight_and_bias(i, pair) for i, pair in enumerate(listed)]
        if not pairs:
            raise ValueError("weights is empty; a network has at least one layer")
        numbers = torch.cat([t.flatten() for pair in pairs for t in pair])
        if dtype is None:
            exact = bool((numbers.to(torch.float32) == numbers).all())  # compared in float64
            dtype = torch.float32 if exact else torch.float64
        beyond = numbers[~numbers.to(check_dtype(dtype)).isfinite()]
        if len(beyond):
            raise ValueError(f"weights hold {beyond[0].item()}, which is not finite in {dtype}")

        widths = [pairs[0][0].shape[1], *(len(b) for _, b in pairs)]
        network = cls(widths, activation=activation, output=output, skip=skip, dtype=dtype)
        with torch.no_grad():
            for i, (layer, (W, b)) in enumerate(zip(network.layers, pairs, strict=True)):
                if W.shape != layer.weight.shape:
                    raise ValueError(
                        f"W of layer {i} has shape {tuple(W.shape)}; with {skip=} and the layers "
                        f"before it, it must be {tuple(layer.weight.shape)}"
                    )
                layer.weight.copy_(W)
                layer.bias.copy_(b)
        return network

    @property
    def dtype(self) -> torch.dtype:
        """The dtype of the parameters.

        Examples
        --------
        >>> Network([1, 1]).double().dtype
        torch.float64
        """
        return self.layers[0].weight.dtype

    @property
    def n_hidden(self) -> int:
        """The number of hidden neurons.

        Examples
        --------
        >>> Network([1, 2, 2, 1]).n_hidden
        4
        """
        return sum(self.widths[1:-1])

    def _layer_outputs(self, x: Tensor) -> list[Tensor]:
        _check_input(self, x)
        read = x  # (batch, in)
        outputs = []
        for layer in self.layers[:-1]:
            h = HIDDEN[self.activation](layer(read))  # (batch, width)
            outputs.append(h)
            read = torch.cat([read, h], dim=1) if self.skip else h
        outputs.append(self.layers[-1](read))  # (batch, out)
        return outputs

    def logits(self, x: Tensor) -> Tensor:
        """Return the last layer's numbers before the output activation.

        Parameters
        ----------
        x
            Shape (batch, in), of the network's dtype. What is not finite in it passes through.

        Returns
        -------
        Tensor
            Shape (batch, out).

        Raises
        ------
        TypeError
            If x is not a dense tensor of the network's dtype.
        ValueError
            If x does not have the shape (batch, in), or is on another device.

        Examples
        --------
        >>> neuron = Network.from_weights([([[-1]], [10])], output="sigmoid")
        >>> neuron.logits(torch.tensor([[9.5]]))
        tensor([[0.5000]], grad_fn=<AddmmBackward0>)
        """
        return self._layer_outputs(x)[-1]

    def forward(self, x: Tensor) -> Tensor:
        """Return the network's output: shape (batch, in) to (batch, out).

        Parameters
        ----------
        x
            Shape (batch, in), of the network's dtype. What is not finite in it passes through.

        Returns
        -------
        Tensor
            Shape (batch, out).

        Raises
        ------
        TypeError
            If x is not a dense tensor of the network's dtype.
        ValueError
            If x does not have the shape (batch, in), or is on another device.

        Examples
        --------
        >>> neuron = Network.from_weights([([[-1]], [10])], output="sigmoid")
        >>> round(neuron(torch.tensor([[9.5]])).item(), 4)
        0.6225
        """
        return OUTPUT[self.output](self.logits(x))

    def activations(self, x: Tensor) -> list[Tensor]:
        """Return what every neuron says: one tensor a layer, the output's last.

        Parameters
        ----------
        x
            Shape (batch, in), of the network's dtype. What is not finite in it passes through.

        Returns
        -------
        list of Tensor
            For each layer shape (batch, width), after its activation.

        Raises
        ------
        TypeError
            If x is not a dense tensor of the network's dtype.
        ValueError
            If x does not have the shape (batch, in), or is on another device.

        Examples
        --------
        >>> network = Network.from_weights([([[1], [-1]], [0, 0]), ([[1, 1]], [0])])
        >>> hidden, output = network.activations(torch.tensor([[-3.0], [2.0]]))
        >>> hidden.tolist(), output.tolist()
        ([[0.0, 3.0], [2.0, 0.0]], [[3.0], [2.0]])
        """
        *hidden, last = self._layer_outputs(x)
        return [*hidden, OUTPUT[self.output](last)]

    def ablate(self, layer: int, unit: int, value: float = 0.0) -> Network:
        """Return a copy in which one hidden neuron is cut out and read as a constant.

        Parameters
        ----------
        layer
            Which hidden layer, 0 the first.
        unit
            Which neuron of it, 0 the first.
        value
            What the later layers read in its place.

        Returns
        -------
        Network
            A new network; the neuron's weights in it, in and out, are 0.

        Raises
        ------
        TypeError
            If layer or unit is not an integer, or the value not a number.
        ValueError
            If there is no such hidden neuron, or the value is not finite.

        Examples
        --------
        >>> network = Network.from_weights([([[1], [-1]], [0, 0]), ([[1, 1]], [0])])
        >>> network.ablate(0, 1)(torch.tensor([[-3.0], [2.0]])).tolist()
        [[0.0], [2.0]]
        """
        hidden = self.widths[1:-1]
        layer = check_integer("layer", layer)
        if not 0 <= layer < len(hidden):
            raise ValueError(f"layer is {layer}; the hidden layers' widths are {hidden}")
        unit = check_integer("unit", unit)
        if not 0 <= unit < hidden[layer]:
            raise ValueError(f"unit is {unit}; layer {layer} has {hidden[layer]}, the first is 0")
        value = check_number("value", value)

        weights = [(m.weight.detach().clone(), m.bias.detach().clone()) for m in self.layers]
        W, b = weights[layer]
        W[unit], b[unit] = 0, 0
        column = sum(self.widths[: layer + 1]) + unit if self.skip else unit
        for W, b in weights[layer + 1 : None if self.skip else layer + 2]:
            b += value * W[:, column]
            W[:, column] = 0
        return type(self).from_weights(
            weights,
            activation=self.activation,
            output=self.output,
            skip=self.skip,
            dtype=self.dtype,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return settings and weights as plain lists and strings, ready for JSON.

        Returns
        -------
        dict
            With the keys format (1), widths, activation, output, skip, dtype and layers, a list
            of {"weight": (out, in) lists, "bias": (out,) list}.

        Examples
        --------
        >>> Network.from_weights([([[2]], [1])]).to_dict()["layers"]
        [{'weight': [[2.0]], 'bias': [1.0]}]
        """
        layers = [{"weight": m.weight.tolist(), "bias": m.bias.tolist()} for m in self.layers]
        return {"format": 1, **self._settings(), "layers": layers}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build the network that `to_dict` described.

        Parameters
        ----------
        data
            What `to_dict` returns, or the same read from JSON.

        Raises
        ------
        TypeError
            If data is not a mapping.
        ValueError
            If a key is missing or has a value that makes no network.

        Examples
        --------
        >>> network = Network([1, 2, 1], seed=3)
        >>> Network.from_dict(network.to_dict()).to_dict() == network.to_dict()
        True
        """
        widths, settings = _read_settings(data)
        try:
            weights = [(entry["weight"], entry["bias"]) for entry in data["layers"]]
        except (KeyError, TypeError) as error:
            raise ValueError("layers must be a list of {'weight': …, 'bias': …}") from error
        network = cls.from_weights(weights, **settings)
        if network.widths != widths:
            raise ValueError(f"widths are {widths}, but the layers make {network.widths}")
        return network

    def save(self, path: str | Path) -> None:
        """Write the network to a safetensors file, its settings in the file's metadata.

        Parameters
        ----------
        path
            The file, overwritten if it exists.

        Raises
        ------
        TypeError
            If path is not one.
        ValueError
            If path is a folder, or lies in a folder that does not exist.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Network([1, 1], seed=5).save(folder + "/neuron.safetensors")
        ...     Network.load(folder + "/neuron.safetensors").widths
        [1, 1]
        """
        from safetensors.torch import save_file

        path = check_new_file("path", path)
        settings = json.dumps({"format": 1, **self._settings()})
        save_file(self.state_dict(), path, metadata={"tinynets": settings})

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a network that `save` wrote; nothing in the file is executed.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        TypeError
            If path is not one.
        FileNotFoundError
            If there is no such file.
        ValueError
            If the file is not a network's, or is damaged.

        Examples
        --------
        >>> Network.load("no-such-file")
        Traceback (most recent call last):
        FileNotFoundError: no file 'no-such-file'
        """
        from safetensors import SafetensorError, safe_open

        path = check_path("path", path)
        if not path.is_file():
            raise FileNotFoundError(f"no file {str(path)!r}")
        try:
            with safe_open(path, framework="pt") as file:
                data = json.loads((file.metadata() or {}).get("tinynets", "{}"))
                widths, _ = _read_settings(data)
                layers = [
                    {part: file.get_tensor(f"layers.{i}.{part}") for part in ("weight", "bias")}
                    for i in range(len(widths) - 1)
                ]
            return cls.from_dict({**data, "layers": layers})
        except (SafetensorError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{str(path)!r} does not hold a tinynets network: {error}") from error

    def _settings(self) -> dict[str, Any]:
        return {
            "widths": self.widths,
            "activation": self.activation,
            "output": self.output,
            "skip": self.skip,
            "dtype": str(self.dtype).removeprefix("torch."),
        }

    def __repr__(self) -> str:
        defaults = {"activation": "relu", "output": "identity", "skip": False}
        settings = [
            f"{k}={getattr(self, k)!r}" for k, v in defaults.items() if getattr(self, k) != v
        ]
        head = f"Network({', '.join([str(self.widths), *settings])})"
        if sum(p.numel() for p in self.parameters()) > _MAX_PRINTED:
            return head
        names = neuron_names(self)
        lines = [
            (name, _formula_text(self, i, unit))
            for i, layer in enumerate(names[1:])
            for unit, name in enumerate(layer)
        ]
        pad = max(len(name) for name, _ in lines)
        return "\n".join([head, *(f"  {name:<{pad}} = {text}" for name, text in lines)])


def draw_starts(shapes: Sequence[tuple[int, int]], seeds: Iterable[int]) -> Tensor:
    """Draw the parameters with which `Network` starts, for many seeds and without building any.

    Parameters
    ----------
    shapes
        For each layer how many numbers it reads and how many neurons it has.
    seeds
        Each at least 0 and below 2**32.

    Returns
    -------
    Tensor
        Shape (seeds, parameters), float64: layer by layer the weights, row by row, and the biases.

    Examples
    --------
    >>> network = Network([1, 2, 1], seed=7, dtype=torch.float64)
    >>> start = torch.cat([p.detach().flatten() for p in network.parameters()])
    >>> torch.equal(draw_starts([(1, 2), (2, 1)], [6, 7])[1], start)
    True
    """
    # One draw in float64 for all parameters of a seed: cheap for thousands of seeds, the same in
    # every dtype, and reproducible outside torch (mt19937, 53 bits a number).
    generator = torch.Generator()
    size = sum((n_in + 1) * n_out for n_in, n_out in shapes)
    draws = [
        torch.rand(size, generator=generator.manual_seed(seed), dtype=torch.float64)
        for seed in seeds
    ]
    bounds = [torch.full(((n + 1) * m,), 1 / math.sqrt(n), dtype=torch.float64) for n, m in shapes]
    return (2 * torch.stack(draws) - 1) * torch.cat(bounds)


def neuron_names(network: Network) -> list[list[str]]:
    """Name inputs, hidden neurons and outputs as the book does, one list a layer.

    Parameters
    ----------
    network
        Any network.

    Returns
    -------
    list of list of str
        One input is x, several are a, b, c, … (x1, x2, … beyond 26); hidden neurons are h1, h2, …
        through all layers; one output is y, several are y1, y2, ….

    Examples
    --------
    >>> neuron_names(Network([2, 2, 1]))
    [['a', 'b'], ['h1', 'h2'], ['y']]
    """
    n_in, *hidden, n_out = network.widths
    if n_in == 1:
        inputs = ["x"]
    elif n_in <= 26:
        inputs = [chr(ord("a") + i) for i in range(n_in)]
    else:
        inputs = [f"x{i + 1}" for i in range(n_in)]
    number = count(1)
    middle = [[f"h{next(number)}" for _ in range(width)] for width in hidden]
    outputs = ["y"] if n_out == 1 else [f"y{i + 1}" for i in range(n_out)]
    return [inputs, *middle, outputs]


def _formula_text(network: Network, layer: int, unit: int) -> str:
    names = neuron_names(network)
    read = list(chain(*names[: layer + 1])) if network.skip else names[layer]
    linear = network.layers[layer]
    terms = [
        (w, name) for w, name in zip(linear.weight[unit].tolist(), read, strict=True) if w != 0
    ]
    bias = linear.bias[unit].item()
    if bias != 0 or not terms:
        terms.append((bias, ""))
    text = ""
    for number, name in terms:
        size = "" if name and abs(number) == 1 else f"{abs(number):.4g}"
        sign = "-" if number < 0 else "+"
        text += f" {sign} " + " ".join(part for part in (size, name) if part)
    text = ("-" if text[1] == "-" else "") + text[3:]
    last = layer == len(network.layers) - 1
    function = network.output if last else network.activation
    return text if function == "identity" else f"{function}({text})"


def _check_widths(widths: Sequence[int]) -> list[int]:
    if isinstance(widths, str) or not isinstance(widths, Sequence):
        raise TypeError(f"widths is {widths!r}; it must be a list of integers")
    if len(widths) < 2:
        raise ValueError(f"widths is {list(widths)}; an input and an output width are needed")
    return [check_integer(f"widths[{i}]", width, least=1) for i, width in enumerate(widths)]


def _check_input(network: Network, x: Tensor) -> None:
    if not isinstance(x, Tensor):
        raise TypeError(f"x is a {type(x).__name__}; a network reads a tensor")
    if x.dtype != network.dtype:
        raise TypeError(f"x is {x.dtype}, the network {network.dtype}; cast one of them")
    if x.layout != torch.strided:
        raise TypeError(f"x is {x.layout}; a network reads a dense tensor")
    device = network.layers[0].weight.device
    if x.device != device:
        raise ValueError(
            f"x is on the device {x.device}, the network on {device}; move one of them"
        )
    if x.ndim != 2 or x.shape[1] != network.widths[0]:
        raise ValueError(
            f"x has shape {tuple(x.shape)}; this network reads (batch, {network.widths[0]})"
        )


def _weight_and_bias(i: int, pair: Any) -> tuple[Tensor, Tensor]:
    try:
        W, b = (torch.as_tensor(part, dtype=torch.float64) for part in pair)
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise ValueError(
            f"layer {i} is not a pair of rectangular lists of numbers: {error}"
        ) from error
    if W.ndim != 2 or b.shape != W.shape[:1] or W.numel() == 0:
        raise ValueError(
            f"layer {i} has W of shape {tuple(W.shape)} and b of shape {tuple(b.shape)}; "
            "they must be (out, in) and (out,), neither empty"
        )
    return W.detach(), b.detach()


def _read_settings(data: Mapping[str, Any]) -> tuple[list[int], dict[str, Any]]:
    if not isinstance(data, Mapping):
        raise TypeError(f"a network's description is a mapping, not a {type(data).__name__}")
    number = data.get("format")
    if not isinstance(number, int) or number != 1:
        raise ValueError(f"format is {number!r}; only format 1 is known")
    missing = [k for k in ("widths", "activation", "output", "skip", "dtype") if k not in data]
    if missing:
        raise ValueError(f"a network's description lacks {', '.join(missing)}")
    dtype = DTYPES[check_choice("dtype", data["dtype"], DTYPES)]
    try:
        widths = _check_widths(data["widths"])
    except TypeError as error:
        raise ValueError(str(error)) from error
    if not isinstance(data["skip"], bool):
        raise ValueError(f"skip is {data['skip']!r}; it must be true or false")
    return widths, {
        "activation": data["activation"],
        "output": data["output"],
        "skip": data["skip"],
        "dtype": dtype,
    }
