"""
PyTorch's loss, gradients and updates of a network with two embeddings and class weights, for tokens.json:

    python3 test/reference/tokens.py > test/reference/tokens.json

One LSTM layer reads two numbers and the vectors of two tokens at each step of three sequences of different lengths; the
loss is CrossEntropyLoss(weight) over the steps that have a target. Everything is in float64.
"""
import json

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
V, W, E, N, H, O, T, B = 5, 3, 3, 2, 4, 3, 6, 3
lengths = torch.tensor([6, 4, 2])
weights = torch.tensor([0.5, 3.0, 1.25])

first, second = torch.nn.Embedding(V, E), torch.nn.Embedding(W, E)
rnn, readout = torch.nn.LSTM(N + 2 * E, H), torch.nn.Linear(H, O)
parameters = {
    "embedding.sky.weight": first.weight,
    "embedding.wind.weight": second.weight,
    **{f"rnn.{name}": value for name, value in rnn.named_parameters()},
    **{f"readout.{name}": value for name, value in readout.named_parameters()},
}
numbers = torch.randn(T, B, N)
real = torch.arange(T)[:, None] < lengths[None]
sky = torch.where(real, torch.randint(0, V, (T, B)), -1)
wind = torch.where(real, torch.randint(0, W, (T, B)), -1)
target = torch.where(real & (torch.rand(T, B) < 0.8), torch.randint(0, O, (T, B)), -100)


def loss_of():
    x = torch.cat([numbers, first(sky.clamp(min=0)), second(wind.clamp(min=0))], dim=2)
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths)
    h, _ = torch.nn.utils.rnn.pad_packed_sequence(rnn(packed)[0])
    criterion = torch.nn.CrossEntropyLoss(weight=weights)
    return criterion(readout(h).flatten(0, 1), target.flatten())


result = {
    "torch": torch.__version__,
    "lengths": lengths.tolist(),
    "classWeights": weights.tolist(),
    "numbers": numbers.tolist(),
    "codes": [sky.tolist(), wind.tolist()],
    "target": target.tolist(),
    "weights": {name: value.tolist() for name, value in parameters.items()},
}
optimizer = torch.optim.Adam(parameters.values(), lr=0.05)
result["losses"] = []
for update in range(5):
    optimizer.zero_grad()
    loss = loss_of()
    loss.backward()
    if update == 0:
        result["gradients"] = {name: value.grad.tolist() for name, value in parameters.items()}
    result["losses"].append(loss.item())
    # As clip_grad_norm_, which adds 1e-6 to the norm.
    norm = torch.sqrt(sum((value.grad**2).sum() for value in parameters.values()))
    for value in parameters.values():
        value.grad *= min(1, 0.1 / norm)
    optimizer.step()
result["updated"] = {name: value.tolist() for name, value in parameters.items()}
print(json.dumps(result))
