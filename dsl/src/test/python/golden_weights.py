"""Networks of torch.nn with their weights in files as PyTorch's users write them, and their scores."""

import base64
import math

import torch
from torch import nn

from golden_files import Draw
from torch_files import npz_bytes, safetensors_bytes, sorted_bytes


def conv3x3(channels, filters, stride=1):
    return nn.Conv2d(channels, filters, 3, stride, padding=1, bias=False)


class Block(nn.Module):
    """A residual block, its tensors named as those of torchvision."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = conv3x3(channels, filters, stride)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = conv3x3(filters, filters)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = None
        if stride > 1:
            self.downsample = nn.Conv2d(channels, filters, 1, stride, bias=False)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = conv3x3(2, 6)
        self.bn1 = nn.BatchNorm2d(6)
        self.maxpool = nn.MaxPool2d(2)
        self.layer1 = nn.Sequential(Block(6, 6, 1))
        self.layer2 = nn.Sequential(Block(6, 8, 2))
        self.fc = nn.Linear(72, 5)

    def forward(self, x):
        y = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        return self.fc(self.layer2(self.layer1(y)).flatten(1))


def mixed():
    return nn.Sequential(
        nn.Conv2d(3, 3, (3, 2), groups=3),
        nn.LayerNorm([3, 6, 7]),
        nn.GELU(),
        nn.ConvTranspose2d(3, 4, (2, 3), stride=2),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 5, (3, 2)),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(175, 9),
        nn.LayerNorm(9),
        nn.GELU(),
        nn.Linear(9, 4),
    )


def types():
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))


NETS = {"resnet": (ResNet, (4, 2, 12, 10)), "mixed": (mixed, (3, 3, 8, 8))}


def draw_weights(draw, net):
    """Float32 values for all tensors of a network."""
    state = {}
    for name, tensor in net.state_dict().items():
        shape = tuple(tensor.shape)
        if name.endswith("num_batches_tracked"):
            state[name] = torch.tensor(7)
        elif len(shape) > 1 and not name.startswith("1."):  # a kernel or a matrix
            scale = math.sqrt(6 / math.prod(shape[1:]))
            state[name] = torch.tensor(draw.array(*shape, scale=scale)).float()
        else:
            middle = 1.0 if name.endswith(("weight", "running_var")) else 0.0
            state[name] = torch.tensor(middle + draw.array(*shape, scale=0.5)).float()
    net.load_state_dict(state)
    return state


def scores(net, x):
    with torch.no_grad():
        return net.double().eval()(x)


def text(content):
    return base64.b64encode(content).decode()


def weights():
    """The files as base64; `sorted` is the safetensors file that save_file would write."""
    draw = Draw(43)
    for name, (make, shape) in NETS.items():
        net = make()
        state = draw_weights(draw, net)
        x = torch.tensor(draw.array(*shape, scale=1))
        yield {
            "name": name,
            "x": x,
            "scores": scores(net, x),
            "safetensors": text(safetensors_bytes(state)),
            "sorted": text(sorted_bytes(state)),
            "npz": text(npz_bytes(state)),
        }
    net = types()
    state = draw_weights(draw, net)
    state["0.weight"] = state["0.weight"].double() + 1e-12
    state["0.bias"] = state["0.bias"].half()
    state["2.weight"] = state["2.weight"].bfloat16()
    net.load_state_dict(state)
    x = torch.tensor(draw.array(2, 3, scale=1))
    yield {
        "name": "types",
        "x": x,
        "scores": scores(net, x),
        "safetensors": text(safetensors_bytes(state)),
        "sorted": text(sorted_bytes(state)),
    }
