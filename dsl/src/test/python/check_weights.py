#!/usr/bin/env python3
"""Loads weights that Tilde wrote into the modules of PyTorch and compares scores.

    python3 check_weights.py FOLDER

The folder has, for each network of golden_weights.py, <name>.safetensors and <name>.npz, and
<name>.json with "x" and "scores" as {"shape": ..., "data": ...}: what Tilde says for these weights.
"""

import json
import pathlib
import sys

import torch

sys.dont_write_bytecode = True  # no __pycache__ among the sources

from golden_weights import NETS, scores
from torch_files import read_npz, read_safetensors


def tensor(array):
    return torch.tensor(array["data"], dtype=torch.float64).reshape(array["shape"])


def main(folder):
    for name, (make, _) in NETS.items():
        asked = json.loads((folder / f"{name}.json").read_text())
        for path, read in ((".safetensors", read_safetensors), (".npz", read_npz)):
            net = make()
            net.load_state_dict(read(folder / (name + path)), strict=True)
            expected = scores(net, tensor(asked["x"]))
            gap = (tensor(asked["scores"]) - expected).abs().max() / expected.abs().max()
            print(f"{name}{path}: {gap:.2e}")
            if not gap < 1e-5:
                sys.exit(f"{name}{path}: Tilde's scores are {gap} away from PyTorch's")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
