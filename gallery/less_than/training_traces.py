"""
Training turns up the weight and the bias together
==================================================

By hand we choose a weight of -1 and a bias of 10, and any multiple of both is as good. Training
starts from small random numbers and has no idea of 10. Sketch the two curves that you expect
over the epochs: do they settle?
"""

import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

import tinynets as tn

plt.style.use("tinynets.house")

# %%
# With ``log_dir``, :func:`tinynets.train` writes a TensorBoard log beside the
# :class:`tinynets.History` that it returns. We read the log back before its folder goes. To
# browse it, choose a folder of your own and run ``tensorboard --logdir`` on it.

neuron = tn.Network([1, 1], output="sigmoid", seed=0)
with tempfile.TemporaryDirectory() as folder:
    history = tn.train(neuron, tn.tasks.less_than(), epochs=500, lr=0.1, log_dir=folder)
    (file,) = Path(folder).iterdir()
    log = EventAccumulator(str(file), size_guidance={"scalars": 0}).Reload()
print(history)
print(log.Tags()["scalars"])

# %%
# The two parameters over the epochs.

names = {"layers.0.weight[0,0]": "weight", "layers.0.bias[0]": "bias"}
ax = tn.plot.traces(history, names=names)
tn.plot.describe(
    ax,
    alt="The bias climbs steeply and then more slowly without levelling off. The "
    "weight drops below zero, swings back a little, and then sinks slowly.",
    caption="After a swing at the start both numbers keep growing in size. The neuron sharpens.",
)

# %%
# The loss, this time out of the log file. It falls for the same reason, and never reaches zero.

losses = [event.value for event in log.Scalars("loss")]
_, ax = plt.subplots()
ax.semilogy(losses, color=tn.plot.COLORS["network"])
ax.set(xlabel="epoch", ylabel="cross-entropy")
tn.plot.describe(
    ax,
    alt="On a logarithmic axis the loss drops fast, swings back once, and then "
    "sinks slowly to the end.",
    caption="The loss as TensorBoard stored it, epoch by epoch.",
)

# %%
# The log and the history hold the same numbers; the log keeps 32 bits of each.

assert torch.equal(torch.tensor(losses), history.loss.float())
weights = torch.tensor([event.value for event in log.Scalars("layers.0.weight[0,0]")])
assert torch.equal(weights, history.parameters["layers.0.weight"][:, 0, 0])
biases = torch.tensor([event.value for event in log.Scalars("layers.0.bias[0]")])
assert torch.equal(biases, history.parameters["layers.0.bias"][:, 0])

plt.show()
