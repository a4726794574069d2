"""One recurrent layer trained by PyTorch, a step per line: run by pytorch.ts.

Reads a JSON object a line from stdin and answers each by one on stdout:
  {"do": "about"}                                    versions, threads, and which BLAS is mapped into this process
  {"do": "prepare", "file", "shape", "adam"}         a fresh network with the parameters and data of the file
  {"do": "step"}                                     one training step: its milliseconds and its loss
The file holds little-endian float32: weight_ih, weight_hh, bias_ih, bias_hh, x [T, B, I], y [T, B, H].
"""
import ctypes
import json
import os
import sys
from time import perf_counter

import numpy
import torch

CELLS = {'rnn': (torch.nn.RNN, 1), 'lstm': (torch.nn.LSTM, 4), 'gru': (torch.nn.GRU, 3)}


def about():
    with open('/proc/self/maps') as maps:
        files = {line.split()[-1] for line in maps if '.so' in line}
    blas = sorted(file for file in files if any(part in os.path.basename(file) for part in ('blas', 'mkl_rt', 'blis')))
    openblas = [file for file in blas if 'openblas' in file]
    told = {'torch': torch.__version__, 'threads': torch.get_num_threads(), 'blas': blas, 'openblas': None}
    for file in openblas:
        library = ctypes.CDLL(file)
        if hasattr(library, 'openblas_get_corename'):
            library.openblas_get_corename.restype = ctypes.c_char_p
            library.openblas_get_config.restype = ctypes.c_char_p
            told['openblas'] = {
                'file': file,
                'config': library.openblas_get_config().decode(),
                'core': library.openblas_get_corename().decode(),
                'threads': library.openblas_get_num_threads(),
            }
    return told


def prepare(file, shape, adam):
    """Returns a function that makes one training step."""
    make, gates = CELLS[shape['cell']]
    H, I, B, T = shape['hidden'], shape['inputs'], shape['batch'], shape['steps']
    values = torch.from_numpy(numpy.fromfile(file, dtype='<f4'))
    sizes = [(gates * H, I), (gates * H, H), (gates * H,), (gates * H,), (T, B, I), (T, B, H)]
    parts = values.split([torch.Size(size).numel() for size in sizes])
    weight_ih, weight_hh, bias_ih, bias_hh, x, y = (part.reshape(size).clone() for part, size in zip(parts, sizes))
    network = make(I, H)
    network.load_state_dict(
        {'weight_ih_l0': weight_ih, 'weight_hh_l0': weight_hh, 'bias_ih_l0': bias_ih, 'bias_hh_l0': bias_hh}
    )
    optimizer = torch.optim.Adam(
        network.parameters(), lr=adam['learningRate'], betas=(adam['beta1'], adam['beta2']), eps=adam['epsilon']
    )
    mean_squared_error = torch.nn.MSELoss()

    def step():
        start = perf_counter()
        optimizer.zero_grad()
        output, _ = network(x)
        loss = mean_squared_error(output, y)
        loss.backward()
        optimizer.step()
        value = loss.item()
        return {'milliseconds': 1000 * (perf_counter() - start), 'loss': value}

    return step


def main():
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop('do')
        try:
            if do == 'about':
                answer = about()
            elif do == 'prepare':
                step = prepare(**request)
                answer = {}
            else:
                answer = step()
        except Exception as error:  # reported to the parent process
            answer = {'error': f'{type(error).__name__}: {error}'}
        print(json.dumps(answer), flush=True)


main()
