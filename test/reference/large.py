"""
PyTorch's gradients of one recurrent layer at the size people train, for large.json:

    npm run build -- --tests && node dist/test/reference/makeLarge.js > test/reference/large.json

Reads `{"file", "cell", "hidden", "inputs", "batch", "steps", "every"}` on stdin; the file holds weight_ih, weight_hh,
bias_ih, bias_hh, x [T,B,I] and y [T,B,H] as float32. Computes in float64, with the mean of (h - y)^2 as the loss.
"""
import json
import sys

import numpy
import torch

asked = json.load(sys.stdin)
H, I, B, T = (asked[name] for name in ("hidden", "inputs", "batch", "steps"))
G = {"rnn": 1, "lstm": 4, "gru": 3}[asked["cell"]]
numbers = torch.from_numpy(numpy.fromfile(asked["file"], dtype="<f4")).double()
sizes = [(G * H, I), (G * H, H), (G * H,), (G * H,), (T, B, I), (T, B, H)]
parts = [part.reshape(size) for part, size in zip(numbers.split([numpy.prod(size) for size in sizes]), sizes)]
layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[asked["cell"]](I, H).double()
x = parts[4].clone().requires_grad_()
with torch.no_grad():
    for parameter, values in zip(layer.parameters(), parts):
        parameter.copy_(values)
output, _ = layer(x)
loss = ((output - parts[5]) ** 2).mean()
loss.backward()
gradients = {name[: -len("_l0")]: parameter.grad for name, parameter in layer.named_parameters()}
gradients["x"] = x.grad
print(
    json.dumps(
        {
            "torch": torch.__version__,
            "loss": loss.item(),
            "gradients": {
                name: {
                    "largest": gradient.abs().max().item(),
                    "values": [float(f"{v:.9e}") for v in gradient.flatten()[:: asked["every"]].tolist()],
                }
                for name, gradient in gradients.items()
            },
        }
    )
)
