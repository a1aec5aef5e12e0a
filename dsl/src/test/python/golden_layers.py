"""Golden values of the convolution of arrays, of each layer and of the loss."""

import math

import numpy as np
import scipy.signal
import torch
import torch.nn.functional as F

from golden_files import Draw

# ---- convolve2d: scipy.signal.convolve2d(x, w, mode) for "full", "same" and "valid"


def convolve2d():
    draw = Draw(1)
    shapes = [
        ((1, 1), (1, 1)),
        ((5, 7), (1, 1)),
        ((5, 7), (3, 3)),
        ((6, 4), (3, 1)),
        ((4, 6), (2, 3)),
        ((7, 5), (2, 2)),
        ((6, 7), (4, 2)),
        ((8, 5), (5, 4)),
        ((3, 4), (3, 4)),
        ((2, 3), (4, 5)),  # the kernel contains the image: valid slides the image inside it
        ((1, 1), (3, 2)),
        ((3, 6), (5, 2)),  # neither contains the other: SciPy has no valid result
        ((2, 5), (3, 4)),
    ]
    for (height, width), (kh, kw) in shapes:
        x, w = draw.array(height, width), draw.array(kh, kw)
        case = {"name": f"{height}x{width} * {kh}x{kw}", "x": x, "w": w}
        for mode in ("full", "same"):
            case[mode] = scipy.signal.convolve2d(x, w, mode)
        if (height >= kh and width >= kw) or (height <= kh and width <= kw):
            case["valid"] = scipy.signal.convolve2d(x, w, "valid")
        # SciPy's same is FULL cut at (kh-1)/2 rounded down, for even kernels too: our definition.
        row, column = (kh - 1) // 2, (kw - 1) // 2
        cut = case["full"][row : row + height, column : column + width]
        assert np.array_equal(case["same"], cut)
        yield case


# ---- conv: F.conv2d(F.pad(x, ...), torch.flip(w, (2, 3)), b, stride=stride, dilation=dilation)


def true_conv2d(x, w, b=None, padding=(0, 0, 0, 0), stride=1, dilation=1):
    top, bottom, left, right = padding
    padded = F.pad(x, [left, right, top, bottom])
    return F.conv2d(padded, torch.flip(w, (2, 3)), b, stride=stride, dilation=dilation)


def padding_of(mode, kh, kw, dilation):
    rows, columns = dilation * (kh - 1), dilation * (kw - 1)
    return {
        "valid": (0, 0, 0, 0),
        "same": ((rows + 1) // 2, rows // 2, (columns + 1) // 2, columns // 2),
        "full": (rows, rows, columns, columns),
    }[mode]


def conv():
    draw = Draw(2)
    # name, x (N,C,H,W), w (K,C,kh,kw), padding, and what differs from stride 1, dilation 1, a bias
    both = {"stride": 2, "dilation": 2}
    table = [
        ("one of everything", (1, 1, 3, 2), (1, 1, 1, 1), "valid", {}),
        ("valid", (2, 3, 7, 6), (4, 3, 3, 3), "valid", {}),
        ("valid, kernel as large as the image", (2, 2, 3, 4), (3, 2, 3, 4), "valid", {}),
        ("same, odd", (2, 2, 5, 8), (3, 2, 3, 5), "same", {}),
        ("same, even", (2, 2, 6, 5), (3, 2, 4, 2), "same", {}),
        ("same, kernel larger than the image", (2, 2, 3, 2), (2, 2, 5, 4), "same", {}),
        ("full", (2, 2, 4, 5), (3, 2, 3, 2), "full", {}),
        ("stride with a remainder", (1, 2, 8, 7), (3, 2, 3, 2), "valid", {"stride": 2}),
        ("stride larger than the kernel", (2, 3, 7, 5), (2, 3, 1, 1), "valid", {"stride": 3}),
        ("same, even, stride 3", (2, 1, 10, 9), (2, 1, 2, 4), "same", {"stride": 3}),
        ("full, stride 2", (1, 2, 5, 4), (3, 2, 2, 3), "full", {"stride": 2}),
        ("padding larger than the kernel", (2, 2, 4, 3), (3, 2, 2, 3), (4, 3, 5, 2), {}),
        ("padding on one side, no bias", (1, 2, 5, 6), (3, 2, 3, 3), (0, 2, 1, 0), {"bias": False}),
        ("dilation 2", (2, 2, 7, 8), (2, 2, 3, 2), "valid", {"dilation": 2}),
        ("same, even, dilation 3", (1, 2, 9, 7), (2, 2, 2, 4), "same", {"dilation": 3}),
        ("full, dilation 2", (1, 1, 4, 5), (2, 1, 2, 3), "full", {"dilation": 2}),
        ("stride 2, dilation 2", (2, 2, 9, 8), (3, 2, 3, 2), (1, 2, 0, 3), both),
        ("same, stride 2, dilation 2", (2, 2, 8, 9), (2, 2, 2, 3), "same", both),
    ]
    for name, xs, ws, mode, settings in table:
        stride, dilation = settings.get("stride", 1), settings.get("dilation", 1)
        explicit = not isinstance(mode, str)
        padding = mode if explicit else padding_of(mode, ws[2], ws[3], dilation)
        x, w = draw.tensor(*xs), draw.tensor(*ws)
        b = draw.tensor(ws[0]) if settings.get("bias", True) else None
        y = true_conv2d(x, w, b, padding, stride, dilation)
        case = {
            "name": name,
            "mode": "explicit" if explicit else mode,
            "padding": np.array(padding),  # top, bottom, left, right
            "stride": stride,
            "dilation": dilation,
            "bias": b is not None,
        }
        yield {**case, **with_gradients(draw, y, x=x, w=w, b=b)}


def with_gradients(draw, y, **inputs):
    """The inputs, y, a random dy, and what autograd makes of it: dx, dw, ..."""
    inputs = {name: value for name, value in inputs.items() if value is not None}
    dy = draw.array(*y.shape)
    y.backward(torch.tensor(dy))
    gradients = {"d" + name: value.grad for name, value in inputs.items()}
    return {**inputs, "y": y, "dy": dy, **gradients}


# ---- dense: F.linear(x.flatten(1), w, b)


def dense():
    draw = Draw(3)
    table = [  # name, x, w (units, inputs), bias
        ("batch of 3", (3, 5), (4, 5), True),
        ("batch of 1", (1, 7), (3, 7), True),
        ("one input, one unit", (2, 1), (1, 1), True),
        ("images are flattened as (C,H,W)", (2, 2, 3, 5), (4, 30), True),
        ("no bias", (5, 6), (2, 6), False),
    ]
    for name, xs, ws, bias in table:
        x, w = draw.tensor(*xs), draw.tensor(*ws)
        b = draw.tensor(ws[0]) if bias else None
        y = F.linear(x.flatten(1), w, b)
        yield {"name": name, "bias": bias, **with_gradients(draw, y, x=x, w=w, b=b)}


# ---- relu: F.relu(x)


def relu():
    draw = Draw(4)
    images = draw.tensor(2, 3, 3, 5)
    with torch.no_grad():
        images[:, :, 1, ::2] = 0.0  # the kink: relu'(0) = 0
    edges = [0.0, -0.0, 1e-45, -1e-45, 3e38, -3e38]
    named = {
        "rows": draw.tensor(3, 7),
        "images with exact zeros": images,
        "nothing passes": torch.tensor([[-1.0, -0.5, 0.0, -2.0]], requires_grad=True),
        "smallest and largest": float32_values([edges]),
        "not finite": float32_values([[math.inf, -math.inf, math.nan, 1.0]]),
    }
    for name, x in named.items():
        x = x.detach().double().requires_grad_()
        yield {"name": name, **with_gradients(draw, F.relu(x), x=x)}


def float32_values(rows):
    """Float64 numbers that float32 can hold: the nearest ones."""
    return torch.tensor(rows, dtype=torch.float32).double().requires_grad_()


# ---- maxpool: F.max_pool2d(x, window, stride); rows or columns that are left over are dropped


def maxpool():
    draw = Draw(5)
    ties = draw.random.randint(-1, 2, size=(2, 2, 6, 5)).astype(float)
    zeros = np.maximum(draw.array(2, 1, 5, 7), 0.0)  # what a relu hands on
    low = draw.array(1, 2, 4, 6)
    low[low < 0] = -np.inf
    low[0, 0, :2, :2] = -np.inf  # a window of nothing else: its first entry gets the gradient
    infinite = draw.array(1, 1, 4, 4)
    infinite[0, 0, 0, 1] = infinite[0, 0, 1, 0] = np.inf
    nan = draw.array(1, 1, 4, 6)
    nan[0, 0, 0, 1] = nan[0, 0, 2, 2] = nan[0, 0, 3, 3] = np.nan
    table = [  # name, x, window, stride (both: rows, columns)
        ("2x2", draw.array(2, 3, 4, 6), (2, 2), (2, 2)),
        ("2x2 with a remainder", draw.array(2, 2, 5, 7), (2, 2), (2, 2)),
        ("3x3, stride 2: windows overlap", draw.array(2, 2, 7, 8), (3, 3), (2, 2)),
        ("2x2, stride 3: some entries in no window", draw.array(1, 2, 8, 7), (2, 2), (3, 3)),
        ("3x2 window", draw.array(2, 2, 7, 5), (3, 2), (3, 2)),
        ("1x4 window, stride 2x1", draw.array(1, 2, 5, 6), (1, 4), (2, 1)),
        ("1x1", draw.array(1, 1, 2, 3), (1, 1), (1, 1)),
        ("window as large as the image", draw.array(2, 2, 3, 5), (3, 5), (3, 5)),
        ("ties: the first maximum gets the gradient", ties, (2, 2), (2, 2)),
        ("ties in overlapping windows", ties[:, :, ::-1].copy(), (3, 2), (1, 1)),
        ("ties of zeros after a relu", zeros, (2, 3), (2, 3)),
        ("all equal", np.full((1, 1, 5, 5), -1.5), (2, 2), (2, 2)),
        ("minus infinity", low, (2, 2), (2, 2)),
        ("plus infinity", infinite, (2, 2), (2, 2)),
        ("NaN wins, of two the last", nan, (2, 2), (2, 2)),
    ]
    for name, x, window, stride in table:
        x = torch.tensor(x, requires_grad=True)
        case = {"name": name, "window": np.array(window), "stride": np.array(stride)}
        yield {**case, **with_gradients(draw, F.max_pool2d(x, window, stride), x=x)}


# ---- softmax_ce: F.cross_entropy(logits, targets); targets are class labels or probabilities


def softmax_ce():
    draw = Draw(6)
    big = 3e38
    ends = [[big, -big, 0.0], [-big, big, big], [big, big, big], [-big, -big, -big]]
    mixed = [[0.5, 0.0, 0.5], [0.0, 1.0, 0.0], [0.25, 0.25, 0.5], [0.0, 0.5, 0.5]]
    table = [  # name, logits, targets
        ("labels", draw.tensor(5, 4, scale=4), draw.labels(5, 4)),
        ("distributions", draw.tensor(4, 5, scale=4), draw.distributions(4, 5)),
        ("one-hot rows as distributions", draw.tensor(3, 3), torch.eye(3).double()[[2, 0, 1]]),
        ("batch of 1", draw.tensor(1, 10), draw.labels(1, 10)),
        ("two classes", draw.tensor(7, 2), draw.labels(7, 2)),
        ("one class", draw.tensor(3, 1), torch.zeros(3, dtype=torch.long)),
        ("equal logits: the loss is ln C", torch.zeros(2, 10).double(), draw.labels(2, 10)),
        ("logits up to 1000", draw.tensor(6, 5, scale=1000), draw.labels(6, 5)),
        ("+-3e38, the right class is largest", float32_values(ends), torch.tensor([0, 1, 2, 0])),
        ("+-3e38, the right class is smallest", float32_values(ends), torch.tensor([1, 0, 0, 2])),
        ("+-3e38, distributions", float32_values(ends), torch.tensor(mixed).double()),
    ]
    for name, logits, targets in table:
        logits = logits.detach().requires_grad_()
        labelled = targets.dtype == torch.long
        loss = F.cross_entropy(logits, targets)
        loss.backward()
        in_float32 = F.cross_entropy(logits.float(), targets if labelled else targets.float())
        yield {
            "name": name,
            "logits": logits,
            "labels" if labelled else "targets": targets,
            "losses": F.cross_entropy(logits, targets, reduction="none"),  # (N), before the mean
            "loss": loss.item(),
            "probabilities": F.softmax(logits, 1),
            "dlogits": logits.grad,
            # false: PyTorch's own float32 gives Inf or NaN here, only its float64 is an oracle
            "float32_is_finite": bool(torch.isfinite(in_float32)),
        }
