"""What every fixture shares: how inputs are drawn, how files are written, how they are compared."""

import json
import math
import pathlib
import platform

import numpy as np
import scipy
import torch

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources" / "golden"
VERSIONS = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "torch": torch.__version__,
}


class Draw:
    """Random inputs. RandomState, because NumPy promises that its numbers never change."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def array(self, *shape, scale=2.0):
        """Uniform in [-scale, scale], multiples of 1/1024."""
        limit = int(scale * 1024)
        return self.random.randint(-limit, limit + 1, size=shape) / 1024.0

    def tensor(self, *shape, scale=2.0):
        return torch.tensor(self.array(*shape, scale=scale), requires_grad=True)

    def labels(self, count, classes):
        return torch.tensor(self.random.randint(0, classes, size=count))

    def distributions(self, count, classes):
        """Rows of multiples of 1/1024 that sum to exactly 1."""
        cuts = np.sort(self.random.randint(0, 1025, size=(count, classes - 1)), axis=1)
        edges = np.hstack([np.zeros((count, 1)), cuts, np.full((count, 1), 1024)])
        return torch.tensor(np.diff(edges, axis=1) / 1024.0)


def plain(value):
    """What json can write: arrays as shape and data, numbers that JSON lacks as strings."""
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "data": [plain(v) for v in value.reshape(-1)]}
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (float, np.floating)):
        if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        return float(str(value))  # str of a float32 is the shortest text that brings its bits back
    return value


def text_of(made_by, cases):
    """One line an entry, so that a changed fixture is a readable difference."""
    lines = ["{", f'"made_by": {json.dumps(made_by)},', f'"versions": {json.dumps(VERSIONS)},']
    lines.append('"cases": [')
    for i, case in enumerate(cases):
        entries = [f'"{key}": {json.dumps(v, separators=(",", ":"))}' for key, v in case.items()]
        lines.append("{" + ",\n".join(entries) + ("}" if i == len(cases) - 1 else "},"))
    return "\n".join(lines + ["]}", ""])


def differences(old, new, where):
    """Entries that are not equal up to the last digits, which another processor may round anew."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return [d for key in old for d in differences(old[key], new[key], f"{where} {key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [d for i, v in enumerate(old) for d in differences(v, new[i], f"{where}[{i}]")]
    numbers = all(isinstance(v, float) for v in (old, new))
    # 1e-6 for the float32 cases of the optimizers, the only ones in that precision
    relative = 1e-6 if "float32" in where else 1e-10
    same = math.isclose(old, new, rel_tol=relative, abs_tol=1e-12) if numbers else old == new
    return [] if same else [f"{where}: stored {old}, now {new}"]
