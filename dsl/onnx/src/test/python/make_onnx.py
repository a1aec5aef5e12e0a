#!/usr/bin/env python3
"""Makes the ONNX files in ../resources/torch with torch.onnx.export, and what the networks say.

    python3 make_onnx.py

Needs torch; on Debian: apt-get install python3-torch. The stored files were made on Debian 12 with
PyTorch 1.13.0a0 (Debian's build of 1.13.1). Beside NAME.onnx stands NAME.json:

    {"made_by": ..., "versions": {...},
     "cases": [{"name": NAME, "x": {"shape": ..., "data": ...}, "y": {"shape": ..., "data": ...}}]}

Inputs are multiples of 1/1024; y is what the network gives in float32. Weights are those that
PyTorch draws from the seed; batch norms have statistics and weights of their own.
"""

import json
import pathlib
import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources" / "torch"


class Block(nn.Module):
    """body(x) + x, or body(x) + project(x)."""

    def __init__(self, body, project=None):
        super().__init__()
        self.body = body
        self.project = project

    def forward(self, x):
        return self.body(x) + (x if self.project is None else self.project(x))


class View(nn.Module):
    """As older code flattens: the exporter writes Shape, Gather, Unsqueeze, Concat and Reshape."""

    def forward(self, x):
        return x.view(x.size(0), -1)


class Normalized(nn.Module):
    """Statistics of the data as buffers, as torchvision's transforms subtract them."""

    def __init__(self, net):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.4, 0.5, 0.6]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.2, 0.25, 0.3]).view(1, 3, 1, 1))
        self.net = net

    def forward(self, x):
        return self.net((x - self.mean) / self.std)


def residual():
    """Convolutions, batch norm, pooling, residual blocks, dense."""
    inner = Block(nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.ReLU()))
    return (3, 9, 8), nn.Sequential(
        nn.BatchNorm2d(3),  # the exporter merges one behind a convolution with it
        nn.Conv2d(3, 8, 3, padding=1),
        nn.ReLU(),
        nn.BatchNorm2d(8),
        Block(nn.Sequential(inner, nn.ReLU(), nn.Conv2d(8, 8, (1, 3), padding=(0, 1)))),
        nn.MaxPool2d(2),
        Block(
            nn.Sequential(nn.Conv2d(8, 12, 3, stride=2, padding=1), nn.LeakyReLU(0.2)),
            nn.Conv2d(8, 12, 1, stride=2, bias=False),
        ),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(12, 10),
    )


def convolutions():
    """Strides, dilation, even kernels, groups, transposed, pooling with padding, view."""
    return (2, 11, 10), nn.Sequential(
        nn.Conv2d(2, 6, (4, 3), stride=2, padding=(2, 1), dilation=(1, 1)),
        nn.SiLU(),
        nn.Conv2d(6, 6, 3, padding=2, dilation=2, groups=6),
        nn.GELU(),
        nn.ConvTranspose2d(6, 5, (3, 2), stride=2, padding=1),
        nn.Tanh(),
        nn.Upsample(scale_factor=2),
        nn.AvgPool2d(3, stride=2, padding=1),
        nn.Sigmoid(),
        View(),
        nn.Linear(5 * 11 * 8, 7, bias=False),
        nn.Softmax(dim=1),
    )


def perceptron():
    """Layer norm, products of matrices; opset 17 for the former."""
    return (12,), nn.Sequential(
        nn.LayerNorm(12),
        nn.Linear(12, 16),
        nn.BatchNorm1d(16),
        nn.GELU(),
        Block(nn.Sequential(nn.Linear(16, 16), nn.Tanh())),
        nn.Linear(16, 3),
    )


def normalized():
    return (3, 6, 6), Normalized(nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(64, 2)))


class MatMul(nn.Module):
    """What exporters write for a layer on more axes: MatMul and Add."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(5, 4))
        self.b = nn.Parameter(torch.randn(4))

    def forward(self, x):
        return torch.relu(torch.matmul(x, self.w) + self.b)


def matmul():
    return (5,), MatMul()


def randomize(net):
    for module in net.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d)):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 1.5)


def plain(tensor):
    return {"shape": list(tensor.shape), "data": [float(str(v)) for v in tensor.numpy().ravel()]}


def make(name, shape, net, opset):
    randomize(net)
    net.eval()
    x = torch.randint(-2048, 2049, (3, *shape)) / 1024.0
    with torch.no_grad():
        y = net(x)
    torch.onnx.export(
        net,
        x,
        str(FOLDER / f"{name}.onnx"),
        opset_version=opset,
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}},
    )
    fixture = {
        "made_by": "torch.onnx.export(net, x, opset_version=%d); y = net(x)" % opset,
        "versions": {"torch": torch.__version__},
        "cases": [{"name": name, "x": plain(x), "y": plain(y)}],
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    makers = [
        (residual, 13),
        (convolutions, 13),
        (perceptron, 17),
        (normalized, 12),
        (matmul, 13),
    ]
    for seed, (maker, opset) in enumerate(makers):
        torch.manual_seed(seed)
        shape, net = maker()
        make(maker.__name__, shape, net, opset)


if __name__ == "__main__":
    main()
