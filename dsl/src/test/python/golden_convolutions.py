"""Golden values of the depthwise and the transposed convolution."""

import numpy as np
import torch
import torch.nn.functional as F

from golden_files import Draw
from golden_layers import padding_of, with_gradients


def settings(draw, table, convolve):
    """A case for each row: name, x, w, padding, stride, dilation, bias."""
    for name, xs, ws, mode, stride, dilation, bias in table:
        explicit = not isinstance(mode, str)
        padding = mode if explicit else padding_of(mode, ws[2], ws[3], dilation)
        x, w = draw.tensor(*xs), draw.tensor(*ws)
        y0, channels = convolve(x, w, padding, stride, dilation)
        b = draw.tensor(channels) if bias else None
        y = y0 if b is None else y0 + b.view(1, -1, 1, 1)
        case = {
            "name": name,
            "mode": "explicit" if explicit else mode,
            "padding": np.array(padding),  # top, bottom, left, right
            "stride": stride,
            "dilation": dilation,
            "bias": bias,
        }
        yield {**case, **with_gradients(draw, y, x=x, w=w, b=b)}


# ---- depthwise: F.conv2d(F.pad(x, ...), torch.flip(w, (2, 3)), stride, dilation, groups=C)


def depthwise():
    def convolve(x, w, padding, stride, dilation):
        top, bottom, left, right = padding
        channels = w.shape[0]
        y = F.conv2d(
            F.pad(x, [left, right, top, bottom]),
            torch.flip(w, (2, 3)),
            stride=stride,
            dilation=dilation,
            groups=channels,
        )
        return y, channels

    table = [  # name, x (N,C,H,W), w (C,1,kh,kw), padding, stride, dilation, bias
        ("one of everything", (1, 1, 3, 2), (1, 1, 1, 1), "valid", 1, 1, True),
        ("valid", (2, 3, 6, 5), (3, 1, 3, 3), "valid", 1, 1, True),
        ("same, even, no bias", (2, 2, 4, 5), (2, 1, 2, 4), "same", 1, 1, False),
        ("full, 9 channels", (1, 9, 3, 4), (9, 1, 3, 2), "full", 1, 1, True),
        ("stride 2 with a remainder", (1, 3, 8, 7), (3, 1, 3, 2), (1, 0, 2, 1), 2, 1, True),
        ("stride 3, dilation 2", (2, 2, 9, 8), (2, 1, 2, 3), "same", 3, 2, True),
    ]
    yield from settings(Draw(21), table, convolve)


# ---- conv_transpose: F.conv_transpose2d(x, torch.flip(w, (2, 3)), ...), its padding cut by hand


def conv_transpose():
    def convolve(x, w, padding, stride, dilation):
        top, bottom, left, right = padding
        flipped = torch.flip(w, (2, 3))
        y = F.conv_transpose2d(x, flipped, stride=stride, dilation=dilation)
        y = y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]
        if top == bottom and left == right:  # PyTorch's own padding has equal sides
            own = F.conv_transpose2d(
                x, flipped, stride=stride, dilation=dilation, padding=(top, left)
            )
            assert torch.equal(y, own)
        return y, w.shape[1]

    table = [  # name, x (N,C,H,W), w (C,K,kh,kw), padding, stride, dilation, bias
        ("one of everything", (1, 1, 3, 2), (1, 1, 1, 1), "valid", 1, 1, True),
        ("valid", (2, 3, 4, 5), (3, 2, 3, 2), "valid", 1, 1, True),
        ("same, even, no bias", (2, 2, 4, 5), (2, 3, 2, 4), "same", 1, 1, False),
        ("full", (1, 2, 5, 6), (2, 3, 3, 2), "full", 1, 1, True),
        ("doubled, 9 filters", (1, 2, 3, 2), (2, 9, 2, 2), "valid", 2, 1, True),
        ("same, stride 2", (2, 2, 3, 4), (2, 3, 3, 3), "same", 2, 1, True),
        ("stride larger than the kernel", (2, 2, 2, 3), (2, 2, 1, 2), "valid", 3, 1, True),
        ("stride 2, dilation 3, padding", (1, 2, 3, 4), (2, 2, 2, 3), (1, 2, 0, 3), 2, 3, True),
    ]
    yield from settings(Draw(22), table, convolve)
