"""Predicts sequences with exported models: reads a JSON list of {folder, sequences} from stdin, and writes a list of
[sequences][steps][outputs]. Where a model returns its state, it also reads each sequence in two parts."""
import importlib.util
import json
import sys

import torch


def load(folder):
    spec = importlib.util.spec_from_file_location(f"model_{abs(hash(folder))}", f"{folder}/model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(), module.ABOUT


def predict(folder, sequences):
    model, about = load(folder)
    shape, tokens = about["shape"], "tokens" in about
    single = shape in ("one-to-one", "one-to-many")
    generated = shape in ("one-to-many", "encoder-decoder")
    for sequence in sequences:
        given = [
            torch.tensor(sequence[key], dtype=kind)
            for key, kind in [("inputs", torch.float64), ("words", torch.long), ("tokens", torch.long)]
            if (key == "tokens") == tokens and sequence[key] != [[]] * len(sequence[key])
        ]
        steps = [len(sequence["predicted"])] if generated else []
        y = model(*(x[:1] if single else x[None] for x in given), *steps)
        if isinstance(y, tuple):
            y = y[0]
            if len(given[0]) > 1:
                first, state = model(*(x[None, :1] for x in given))
                second, _ = model(*(x[None, 1:] for x in given), state)
                parts = torch.cat([first, second], dim=1) if shape == "many-to-many" else second
                assert (parts - y).abs().max() <= 1e-5 * y.abs().max(), (parts, y)
        yield y[0].reshape(-1, y.shape[-1]).tolist()


with torch.no_grad():
    found = [list(predict(each["folder"], each["sequences"])) for each in json.load(sys.stdin)]
json.dump(found, sys.stdout)
