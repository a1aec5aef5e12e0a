"""Golden values of activation functions, average pooling, upsampling and layer norm."""

import torch
import torch.nn.functional as F

from golden_files import Draw
from golden_layers import float32_values, with_gradients

# ---- activations: F.leaky_relu(x, slope), F.gelu(x), torch.sigmoid(x), torch.tanh(x),
# ---- F.softmax(x, dim=1)


def activations():
    draw = Draw(11)
    functions = {  # layer: function; leakyRelu by its slope
        "leakyRelu 0.25": lambda x: F.leaky_relu(x, 0.25),
        "leakyRelu 0.01": lambda x: F.leaky_relu(x, 0.01),
        "gelu": F.gelu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softmax": lambda x: F.softmax(x, dim=1),
        "silu": F.silu,
    }
    edges = [0.0, -0.0, 1e-30, -1e-30, 1e-10, -1e-10, 88.0, -88.0, 1000.0, -1000.0, 3e38, -3e38]
    for layer, function in functions.items():
        images = draw.tensor(2, 3, 2, 3, scale=4)
        with torch.no_grad():
            images[:, :, 1, ::2] = 0.0  # the kink of leaky relu: the gradient is the slope
        named = {
            "rows": draw.tensor(3, 9, scale=6),
            "images with exact zeros": images,
            "one value": draw.tensor(2, 1),
            "smallest and largest": float32_values([edges]),
        }
        for name, x in named.items():
            x = x.detach().double().requires_grad_()
            case = {"name": f"{layer}, {name}", "layer": layer}
            yield {**case, **with_gradients(draw, function(x), x=x)}


# ---- pooling: F.avg_pool2d(x, window, stride, padding), x.mean((2, 3)),
# ---- F.interpolate(x, scale_factor=factor, mode="nearest")


def pooling():
    draw = Draw(12)
    table = [  # name, x, window, stride, padding
        ("2x2", (2, 3, 4, 6), (2, 2), 2, 0),
        ("2x2 with a remainder", (2, 2, 5, 7), (2, 2), 2, 0),
        ("3x3, stride 2: windows overlap, zeros count", (2, 2, 7, 8), (3, 3), 2, 1),
        ("2x2, stride 3: some entries in no window", (1, 2, 8, 7), (2, 2), 3, 0),
        ("3x2, stride 1, padding 1", (2, 2, 3, 5), (3, 2), 1, 1),
        ("5x4, stride 3, padding 2, larger than the image", (1, 2, 3, 2), (5, 4), 3, 2),
        ("1x1", (1, 1, 2, 3), (1, 1), 1, 0),
        ("window as large as the image", (2, 2, 3, 5), (3, 5), 3, 0),
    ]
    for name, shape, window, stride, padding in table:
        x = draw.tensor(*shape)
        case = {"name": name, "layer": "avgPool", "height": window[0], "width": window[1]}
        y = F.avg_pool2d(x, window, stride, padding)
        yield {**case, "stride": stride, "padding": padding, **with_gradients(draw, y, x=x)}
    for shape in [(2, 3, 4, 5), (3, 9, 1, 1), (1, 1, 1, 6)]:
        x = draw.tensor(*shape)
        case = {"name": f"globalAvgPool of {shape}", "layer": "globalAvgPool"}
        yield {**case, **with_gradients(draw, x.mean((2, 3)), x=x)}
    for factor, shape in [(2, (2, 3, 2, 3)), (3, (1, 2, 3, 1)), (1, (2, 1, 2, 2))]:
        x = draw.tensor(*shape)
        case = {"name": f"upsample({factor})", "layer": "upsample", "factor": factor}
        y = F.interpolate(x, scale_factor=factor, mode="nearest")
        yield {**case, **with_gradients(draw, y, x=x)}


# ---- layernorm: F.layer_norm(x, x.shape[1:], w, b, eps=1e-5)


def layernorm():
    draw = Draw(13)
    table = [  # name, x
        ("rows", draw.tensor(3, 7)),
        ("images", draw.tensor(2, 3, 4, 5)),
        ("more than 8 channels", draw.tensor(2, 9, 2, 3)),
        ("two values", draw.tensor(4, 2)),
        ("a single value: its variance is 0", draw.tensor(2, 1)),
        ("equal values", torch.full((2, 6), 1.5).double()),
        ("far from 0", draw.tensor(2, 5) + 1000),
        ("largest", float32_values([[3e38, -3e38, 1.0, 0.0]])),
    ]
    for name, x in table:
        x = x.detach().double().requires_grad_()
        w, b = draw.tensor(*x.shape[1:]), draw.tensor(*x.shape[1:])
        y = F.layer_norm(x, x.shape[1:], w, b, eps=1e-5)
        yield {"name": name, **with_gradients(draw, y, x=x, w=w, b=b)}
