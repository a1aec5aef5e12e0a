#!/usr/bin/env python3
"""Makes the golden values in ../resources/golden with NumPy, SciPy and PyTorch.

    python3 make_golden.py           writes every fixture again
    python3 make_golden.py --check   computes them again and compares, writes nothing

Needs numpy, scipy and torch; on Debian: apt-get install python3-numpy python3-scipy python3-torch.
The stored files were made on Debian 12 with Python 3.11.2, NumPy 1.24.2, SciPy 1.10.1 and PyTorch
1.13.0a0 (Debian's build of 1.13.1); every file repeats the versions that made it.

A fixture is

    {"made_by": the calls that made it, "versions": {...},
     "cases": [{"name": ..., "x": {"shape": [2, 3], "data": [...]}, "stride": 2, ...}, ...]}

- An array is always an object with `shape` and `data`, row-major; everything else is a number, a
  string or a boolean. What a case does not have (the bias of a layer without one) is left out.
- Floats have the digits that bring back the same bits: at most 17 for float64, 9 for float32.
  What JSON cannot say is a string: "NaN", "Infinity", "-Infinity".
- Inputs are multiples of 1/1024, so they are the same number in float32 and in float64. Results are
  computed in float64, except where a case says "dtype": "float32".
- Kernels are those of a TRUE convolution, y = x * w. PyTorch computes the cross-correlation, so the
  kernel is flipped on its way in, and autograd flips its gradient on the way back.
- `dy` is the gradient that arrives from above; `dx`, `dw`, `db` are what the layer makes of it.
"""

import json
import sys

import torch

sys.dont_write_bytecode = True  # no __pycache__ among the sources

from golden_convolutions import conv_transpose, depthwise
from golden_files import FOLDER, differences, plain, text_of
from golden_layers import conv, convolve2d, dense, maxpool, relu, softmax_ce
from golden_losses import losses, metrics
from golden_numpy import archives, arrays, resize
from golden_optim import run, schedules, steps
from golden_training import network, optimizers
from golden_vocabulary import batchnorm, vocabulary
from golden_weightless import activations, layernorm, pooling
from golden_weights import weights

FIXTURES = {
    "convolve2d": (convolve2d, "scipy.signal.convolve2d(x, w, mode)"),
    "conv": (
        conv,
        "y = torch.nn.functional.conv2d(F.pad(x, [left, right, top, bottom]),"
        " torch.flip(w, (2, 3)), b, stride=stride, dilation=dilation); y.backward(dy)",
    ),
    "depthwise": (
        depthwise,
        "y = torch.nn.functional.conv2d(F.pad(x, [left, right, top, bottom]),"
        " torch.flip(w, (2, 3)), stride=stride, dilation=dilation, groups=C) + b; y.backward(dy)",
    ),
    "conv_transpose": (
        conv_transpose,
        "y = torch.nn.functional.conv_transpose2d(x, torch.flip(w, (2, 3)), stride=stride,"
        " dilation=dilation) without the rows and columns of padding, + b; y.backward(dy)",
    ),
    "dense": (dense, "y = torch.nn.functional.linear(x.flatten(1), w, b); y.backward(dy)"),
    "relu": (relu, "y = torch.nn.functional.relu(x); y.backward(dy)"),
    "maxpool": (maxpool, "y = torch.nn.functional.max_pool2d(x, window, stride); y.backward(dy)"),
    "softmax_ce": (
        softmax_ce,
        "loss = torch.nn.functional.cross_entropy(logits, labels or targets); loss.backward()",
    ),
    "batchnorm": (
        batchnorm,
        "y = torch.nn.functional.batch_norm(x, mean, var, w, b, training=True); y.backward(dy)",
    ),
    "vocabulary": (
        vocabulary,
        "five networks of torch.nn.functional; ten steps of torch.optim.SGD(lr=0.05, momentum=0.9,"
        " weight_decay=1e-3) and of torch.optim.Adam(lr=0.01), each on the whole batch",
    ),
    "losses": (
        losses,
        "loss = torch.nn.functional.cross_entropy(scores, labels or targets, weight,"
        " label_smoothing) / binary_cross_entropy_with_logits / mse_loss / multi_margin_loss;"
        " loss.backward()",
    ),
    "metrics": (
        metrics,
        "NumPy expressions of scikit-learn's precision_recall_fscore_support(zero_division=0),"
        " top_k_accuracy_score, and the expected calibration error of Guo et al. (2017)",
    ),
    "optimizers": (optimizers, "torch.optim.SGD / torch.optim.Adam, step() after each gradient"),
    "steps": (steps, "torch.optim, torch.nn.utils.clip_grad_norm_ and clip_grad_value_, ten steps"),
    "schedules": (schedules, "torch.optim.lr_scheduler, the rate of each step"),
    "run": (run, "torch.optim.AdamW, OneCycleLR, clip_grad_norm_ on F.linear, relu, F.linear"),
    "network": (
        network,
        "the layers of the other fixtures one after another, cross_entropy, loss.backward();"
        " five steps of torch.optim.SGD and of torch.optim.Adam on the same batch",
    ),
    "activations": (
        activations,
        "y = F.leaky_relu(x, slope), F.gelu(x), torch.sigmoid(x), torch.tanh(x) or"
        " F.softmax(x, dim=1); y.backward(dy)",
    ),
    "pooling": (
        pooling,
        "y = F.avg_pool2d(x, window, stride, padding), x.mean((2, 3)) or"
        " F.interpolate(x, scale_factor=factor, mode='nearest'); y.backward(dy)",
    ),
    "layernorm": (
        layernorm,
        "y = torch.nn.functional.layer_norm(x, x.shape[1:], w, b, eps=1e-5); y.backward(dy)",
    ),
    "npy": (arrays, "file = np.save(x), in base64; y = x.astype(np.float32)"),
    "npz": (archives, "file = np.savez or np.savez_compressed, in base64"),
    "resize": (
        resize,
        "y = torch.nn.functional.interpolate(x, size, mode='bilinear', align_corners=False,"
        " antialias=True)",
    ),
    "weights": (
        weights,
        "net.load_state_dict(weights); scores = net.double().eval()(x), of torch.nn's modules;"
        " np.savez(file, **state_dict), safetensors by torch_files.py",
    ),
}


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.backends.mkldnn.enabled = False  # its float32 results depend on the processor
    wrong = []
    for name, (make, call) in FIXTURES.items():
        print(name)
        cases = [{key: plain(value) for key, value in case.items()} for case in make()]
        path = FOLDER / f"{name}.json"
        if arguments:
            stored = {case["name"]: case for case in json.loads(path.read_text())["cases"]}
            now = json.loads(json.dumps({case["name"]: case for case in cases}))
            wrong += differences(stored, now, name)
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of(f"dsl/src/test/python/make_golden.py: {call}", cases))
    if wrong:
        sys.exit("\n".join(wrong[:20]) + f"\n{len(wrong)} differences from the stored files")
    print("the stored files agree" if arguments else f"written: {len(FIXTURES)} files")


if __name__ == "__main__":
    main(sys.argv[1:])
