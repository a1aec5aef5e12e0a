"""Files of weights: safetensors written and read by hand, npz by NumPy."""

import io
import json
import math

import numpy as np
import torch

TYPES = {  # of safetensors; NumPy has no bfloat16, whose bytes go as those of an int16
    "F64": (torch.float64, "<f8"),
    "F32": (torch.float32, "<f4"),
    "F16": (torch.float16, "<f2"),
    "BF16": (torch.bfloat16, "<i2"),
    "I64": (torch.int64, "<i8"),
}
NAMES = {dtype: name for name, (dtype, _) in TYPES.items()}


def safetensors_bytes(tensors):
    """8 bytes with the length of the header, the header in JSON, the numbers of all tensors."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        kind = NAMES[tensor.dtype]
        raw = tensor.view(torch.int16) if kind == "BF16" else tensor
        numbers = raw.numpy().astype(TYPES[kind][1]).tobytes()
        offsets = [len(data), len(data) + len(numbers)]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": offsets}
        data += numbers
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data


def sorted_bytes(tensors):
    """As save_file of the safetensors package: by type, large ones first, then by name."""

    def key(name):
        return -tensors[name].element_size(), NAMES[tensors[name].dtype], name

    return safetensors_bytes({name: tensors[name] for name in sorted(tensors, key=key)})


def read_safetensors(path):
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (start + offset for offset in entry["data_offsets"])
        assert entry["dtype"] == "F32" and end - begin == 4 * math.prod(entry["shape"]), name
        numbers = np.frombuffer(content[begin:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.tensor(numbers)
    assert end == len(content)
    return tensors


def npz_bytes(tensors):
    file = io.BytesIO()
    np.savez(file, **{name: tensor.numpy() for name, tensor in tensors.items()})
    return file.getvalue()


def read_npz(path):
    with np.load(path) as arrays:
        return {name: torch.tensor(arrays[name]) for name in arrays.files}
