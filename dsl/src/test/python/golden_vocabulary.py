"""Golden values of batch norm, and of five networks of the whole vocabulary in training."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from golden_files import Draw
from golden_layers import padding_of, true_conv2d

# ---- batchnorm: F.batch_norm with training=True, then with the running statistics it left


def batchnorm():
    draw = Draw(41)
    for name, xs, momentum, eps in [
        ("images", (3, 2, 4, 3), 0.1, 1e-5),
        ("9 channels", (2, 9, 2, 2), 0.1, 1e-5),
        ("vectors", (5, 4), 0.1, 1e-5),
        ("a constant channel, other settings", (4, 3, 1, 2), 0.3, 1e-3),
    ]:
        x, w, b = draw.tensor(*xs), draw.tensor(xs[1]), draw.tensor(xs[1])
        if name.startswith("a constant"):
            with torch.no_grad():
                x[:, 1] = 1.5
        mean, var = draw.array(xs[1]), np.abs(draw.array(xs[1])) + 0.5
        running = torch.tensor(mean), torch.tensor(var)
        y = F.batch_norm(x, *running, w, b, training=True, momentum=momentum, eps=eps)
        dy = torch.tensor(draw.array(*y.shape))
        y.backward(dy)
        yield {
            "name": name,
            "momentum": momentum,
            "eps": eps,
            "x": x,
            "w": w,
            "b": b,
            "mean": mean,
            "var": var,
            "dy": dy,
            "y": y,
            "dx": x.grad,
            "dw": w.grad,
            "db": b.grad,
            "next mean": running[0],
            "next var": running[1],
            "asked": F.batch_norm(x, *running, w, b, training=False, eps=eps),
        }


# ---- vocabulary: five networks, ten steps of SGD and of Adam on one batch


def norm(x, p, name):
    """Batch norm in training; the running statistics in p follow."""
    running = p[f"{name}.mean"], p[f"{name}.var"]
    return F.batch_norm(x, *running, p[f"{name}.w"], p[f"{name}.b"], training=True)


def same(x, w, stride=1):
    return true_conv2d(x, w, None, padding_of("same", w.shape[2], w.shape[3], 1), stride)


def depthwise_same(x, w):
    top, bottom, left, right = padding_of("same", w.shape[2], w.shape[3], 1)
    padded = F.pad(x, [left, right, top, bottom])
    return F.conv2d(padded, torch.flip(w, (2, 3)), groups=w.shape[0])


def resnet(x, p):
    y = F.relu(norm(same(x, p["conv1.w"]), p, "batchnorm1"))
    z = F.relu(norm(same(y, p["conv2.w"]), p, "batchnorm2"))
    y = F.relu(norm(same(z, p["conv3.w"]), p, "batchnorm3") + y)
    z = F.relu(norm(same(y, p["conv4.w"], 2), p, "batchnorm4"))
    y = z + F.conv2d(y, p["residual2.w"], stride=2)
    return F.linear(y.mean((2, 3)), p["dense1.w"], p["dense1.b"])


def mobilenet(x, p):
    y = F.relu(norm(same(x, p["conv1.w"], 2), p, "batchnorm1"))
    y = F.relu(norm(depthwise_same(y, p["depthwiseconv1.w"]), p, "batchnorm2"))
    y = F.leaky_relu(norm(F.conv2d(y, p["conv2.w"]), p, "batchnorm3"), 0.1)
    return F.linear(F.avg_pool2d(y, 2).flatten(1), p["dense1.w"], p["dense1.b"])


def mlp(x, p):
    y = F.linear(x, p["dense1.w"], p["dense1.b"])
    y = F.gelu(F.layer_norm(y, y.shape[1:], p["layernorm1.w"], p["layernorm1.b"]))
    y = torch.tanh(F.linear(y, p["dense2.w"], p["dense2.b"]))
    return F.linear(y, p["dense3.w"], p["dense3.b"])


def autoencoder(x, p):
    y = F.leaky_relu(true_conv2d(x, p["conv1.w"], p["conv1.b"], stride=2))
    w = torch.flip(p["convtranspose1.w"], (2, 3))
    return torch.sigmoid(F.conv_transpose2d(y, w, p["convtranspose1.b"], stride=2))


def decoder(x, p):
    y = F.interpolate(F.avg_pool2d(x, 3, 1, 1), scale_factor=2, mode="nearest")
    y = true_conv2d(y, p["conv1.w"], p["conv1.b"], padding_of("full", 3, 3, 1))
    y = F.max_pool2d(torch.tanh(y), 2)
    y = torch.softmax(F.linear(y.flatten(1), p["dense1.w"], p["dense1.b"]), 1)
    return F.linear(y, p["dense2.w"], p["dense2.b"])


NETS = [  # the line of the DSL, forward, parameters in their order, x, targets, loss
    (
        "net(1, 8, 8).conv(3, 3).filters(4).same().noBias().batchNorm().relu()"
        ".residual(n -> n.conv(3, 3).filters(4).same().noBias().batchNorm().relu()"
        ".conv(3, 3).filters(4).same().noBias().batchNorm()).relu()"
        ".residual(n -> n.conv(3, 3).filters(6).stride(2).same().noBias().batchNorm().relu())"
        ".globalAvgPool().dense(5).softmaxCE()",
        resnet,
        {
            "conv1.w": (4, 1, 3, 3),
            "batchnorm1": 4,
            "conv2.w": (4, 4, 3, 3),
            "batchnorm2": 4,
            "conv3.w": (4, 4, 3, 3),
            "batchnorm3": 4,
            "conv4.w": (6, 4, 3, 3),
            "batchnorm4": 6,
            "residual2.w": (6, 4, 1, 1),
            "dense1.w": (5, 6),
            "dense1.b": (5,),
        },
        (8, 1, 8, 8),
        lambda draw: draw.labels(8, 5),
        F.cross_entropy,
    ),
    (
        "net(2, 9, 7).conv(3, 3).filters(6).stride(2).same().noBias().batchNorm().relu()"
        ".depthwiseConv(3, 3).same().noBias().batchNorm().relu()"
        ".conv(1, 1).noBias().batchNorm().leakyRelu(0.1).avgPool(2).dense(4).hinge()",
        mobilenet,
        {
            "conv1.w": (6, 2, 3, 3),
            "batchnorm1": 6,
            "depthwiseconv1.w": (6, 1, 3, 3),
            "batchnorm2": 6,
            "conv2.w": (8, 6, 1, 1),
            "batchnorm3": 8,
            "dense1.w": (4, 32),
            "dense1.b": (4,),
        },
        (11, 2, 9, 7),
        lambda draw: draw.labels(11, 4),
        F.multi_margin_loss,
    ),
    (
        "net(12).dense(10).layerNorm().gelu().dense(8).tanh().dense(6).sigmoidCE()",
        mlp,
        {
            "dense1.w": (10, 12),
            "dense1.b": (10,),
            "layernorm1": 10,
            "dense2.w": (8, 10),
            "dense2.b": (8,),
            "dense3.w": (6, 8),
            "dense3.b": (6,),
        },
        (7, 12),
        lambda draw: torch.tensor(draw.random.randint(0, 2, size=(7, 6)) * 1.0),
        F.binary_cross_entropy_with_logits,
    ),
    (
        "net(1, 6, 6).conv(2, 2).filters(3).stride(2).leakyRelu()"
        ".convTranspose(2, 2).filters(1).stride(2).sigmoid().mse()",
        autoencoder,
        {
            "conv1.w": (3, 1, 2, 2),
            "conv1.b": (3,),
            "convtranspose1.w": (3, 1, 2, 2),
            "convtranspose1.b": (1,),
        },
        (5, 1, 6, 6),
        lambda draw: torch.tensor(np.abs(draw.array(5, 1, 6, 6, scale=1))),
        F.mse_loss,
    ),
    (
        "net(3, 4, 5).avgPool(3).stride(1).padding(1).upsample(2).conv(3, 3).filters(4).full()"
        ".tanh().maxPool(2).dense(7).softmax().dense(3)"
        ".softmaxCE(labelSmoothing(0.1).classWeights(1.0, 2.0, 0.5))",
        decoder,
        {
            "conv1.w": (4, 3, 3, 3),
            "conv1.b": (4,),
            "dense1.w": (7, 120),
            "dense1.b": (7,),
            "dense2.w": (3, 7),
            "dense2.b": (3,),
        },
        (6, 3, 4, 5),
        lambda draw: draw.labels(6, 3),
        lambda scores, targets: F.cross_entropy(
            scores,
            targets,
            weight=torch.tensor([1.0, 2.0, 0.5], dtype=scores.dtype),
            label_smoothing=0.1,
        ),
    ),
]


def draw_parameters(draw, shapes):
    parameters = {}
    for key, shape in shapes.items():
        if isinstance(shape, int):
            parameters[f"{key}.w"] = 1 + draw.array(shape, scale=0.25)
            parameters[f"{key}.b"] = draw.array(shape, scale=0.25)
            if key.startswith("batchnorm"):
                parameters[f"{key}.mean"] = draw.array(shape, scale=0.25)
                parameters[f"{key}.var"] = 1 + draw.array(shape, scale=0.25)
        elif len(shape) == 1:
            parameters[key] = draw.array(*shape, scale=0.125)
        else:
            fan = shape[0] * math.prod(shape[2:]) + math.prod(shape[1:])
            parameters[key] = draw.array(*shape, scale=math.sqrt(6 / fan))
    return parameters


def steps(forward, start, x, targets, loss, make, dtype=torch.float64):
    p = {key: torch.tensor(value, dtype=dtype) for key, value in start.items()}
    x = x.to(dtype)
    targets = targets.to(dtype) if targets.is_floating_point() else targets
    trained = [v.requires_grad_() for k, v in p.items() if not k.endswith((".mean", ".var"))]
    optimizer = make(trained)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        value = loss(forward(x, p), targets)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses, p


def vocabulary():
    """The weights before, and after ten steps of torch.optim.SGD and torch.optim.Adam."""
    draw = Draw(42)
    for line, forward, shapes, xs, draw_targets, loss in NETS:
        start = draw_parameters(draw, shapes)
        x = torch.tensor(draw.array(*xs, scale=1))
        targets = draw_targets(draw)
        case = {"name": forward.__name__, "net": line, "x": x, "targets": targets, **start}
        for name, make in {
            "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-3),
            "adam": lambda p: torch.optim.Adam(p, lr=0.01),
        }.items():
            losses, after = steps(forward, start, x, targets, loss, make)
            _, rounded = steps(forward, start, x, targets, loss, make, torch.float32)
            gap = max((after[k] - rounded[k]).norm().item() / after[k].norm().item() for k in after)
            # Adam makes a whole step of the rounding error of a gradient that is 0.
            assert gap < 1e-5, f"{line}: PyTorch's float32 is {gap} away from its float64"
            case[f"{name} losses"] = np.array(losses)
            case.update({f"{name} {key}": value for key, value in after.items()})
        yield case
