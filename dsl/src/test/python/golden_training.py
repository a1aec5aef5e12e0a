"""Golden values of the optimizers and of whole networks in training."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from golden_files import Draw
from golden_layers import padding_of, true_conv2d

# ---- optimizers: torch.optim.SGD and Adam, five steps on gradients that are given


def optimizers():
    draw = Draw(7)
    start, gradients = draw.array(7), draw.array(5, 7)
    gradients[:, 2] = 0.0  # a parameter that never gets a gradient
    gradients[1:, 3] = 0.0  # one that gets a gradient only once
    gradients[:, 4] /= 1024.0  # a small gradient: where Adam's eps shows
    gradients[:, 5] *= 512.0
    for name, optimizer, settings in OPTIMIZERS:
        for dtype in (torch.float32, torch.float64):
            p = torch.tensor(start, dtype=dtype, requires_grad=True)
            stepper = make_optimizer([p], optimizer, settings)
            after = []
            for gradient in gradients:
                p.grad = torch.tensor(gradient, dtype=dtype)
                stepper.step()
                after.append(p.detach().clone())
            yield {
                "name": f"{name}, {str(dtype).split('.')[1]}",
                "dtype": str(dtype).split(".")[1],
                "optimizer": optimizer,
                **settings,
                "p0": start,  # (7)
                "gradients": gradients,  # (5,7)
                "after": torch.stack(after),  # (5,7): the parameters after each step
            }


OPTIMIZERS = [
    ("sgd", "sgd", {"lr": 0.1, "momentum": 0.0, "nesterov": False}),
    ("sgd with momentum", "sgd", {"lr": 0.1, "momentum": 0.9, "nesterov": False}),
    ("sgd with Nesterov momentum", "sgd", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("adam", "adam", {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("adam, other settings", "adam", {"lr": 0.01, "beta1": 0.8, "beta2": 0.99, "eps": 1e-6}),
]


def make_optimizer(parameters, optimizer, settings):
    if optimizer == "sgd":
        return torch.optim.SGD(parameters, foreach=False, **settings)
    betas = (settings["beta1"], settings["beta2"])
    return torch.optim.Adam(
        parameters, lr=settings["lr"], betas=betas, eps=settings["eps"], foreach=False
    )


# ---- network: F.conv2d (as above), F.relu, F.max_pool2d, F.linear, F.cross_entropy, torch.optim


def first_net(x, p):
    """net(1,8,8).conv(3,3).relu().dense(10).softmaxCE(), valid convolution, 8 filters"""
    y = F.relu(true_conv2d(x, p["conv1.w"], p["conv1.b"]))
    return F.linear(y.flatten(1), p["dense1.w"], p["dense1.b"])


def deeper_net(x, p):
    """net(2,9,7).conv(3,2).filters(5).same().stride(2).relu().maxPool(2)
    .conv(2,2).filters(4).full().relu().flatten().dense(6).relu().dense(3).softmaxCE()"""
    same = padding_of("same", 3, 2, 1)
    y = F.relu(true_conv2d(x, p["conv1.w"], p["conv1.b"], same, stride=2))  # (5,5,4)
    y = F.max_pool2d(y, 2)  # (5,2,2)
    full = padding_of("full", 2, 2, 1)
    y = F.relu(true_conv2d(y, p["conv2.w"], p["conv2.b"], full))  # (4,3,3)
    y = F.relu(F.linear(y.flatten(1), p["dense1.w"], p["dense1.b"]))
    return F.linear(y, p["dense2.w"], p["dense2.b"])


NETWORKS = [  # name, forward, weights, a batch of 5 images, classes
    (
        "first net",
        first_net,
        {"conv1.w": (8, 1, 3, 3), "dense1.w": (10, 8 * 6 * 6)},
        (5, 1, 8, 8),
        10,
    ),
    (
        "deeper net",
        deeper_net,
        {
            "conv1.w": (5, 2, 3, 2),
            "conv2.w": (4, 5, 2, 2),
            "dense1.w": (6, 36),
            "dense2.w": (3, 6),
        },
        (5, 2, 9, 7),
        3,
    ),
]
TRAINED_BY = {
    "sgd": {"lr": 0.1, "momentum": 0.9, "nesterov": False},
    "adam": {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
}


def network():
    """Each net: a case with loss and gradients, then one for each optimizer that trains it."""
    draw = Draw(8)
    for name, forward, shapes, xs, classes in NETWORKS:
        weights = draw_weights(draw, shapes)
        images, labels = np.abs(draw.array(*xs, scale=1)), draw.labels(xs[0], classes)

        def start(dtype=torch.float64):
            def leaf(values):
                return torch.tensor(values, dtype=dtype, requires_grad=True)

            return leaf(images), {key: leaf(values) for key, values in weights.items()}

        x, p = start()
        logits = forward(x, p)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        yield {
            "name": name,
            "net": " ".join(forward.__doc__.split()),
            "x": x,
            "labels": labels,
            **p,
            "logits": logits,
            "loss": loss.item(),
            "grad.x": x.grad,
            **{f"grad.{key}": value.grad for key, value in p.items()},
        }
        for optimizer, settings in TRAINED_BY.items():
            losses, after = train(forward, *start(), labels, optimizer, settings)
            _, rounded = train(forward, *start(torch.float32), labels, optimizer, settings)
            gap = max((after[key] - rounded[key]).abs().max().item() for key in after)
            print(f"  {name}, {optimizer}: PyTorch's float32 ends within {gap:.1e} of its float64")
            yield {
                "name": f"{name}, {optimizer}",
                "optimizer": optimizer,
                **settings,
                "losses": np.array(losses),  # (5): before each step, on the whole batch
                **after,
            }


def draw_weights(draw, shapes):
    weights = {}
    for key, shape in shapes.items():  # Glorot's limits keep the activations near 1
        fan = shape[0] * math.prod(shape[2:]) + math.prod(shape[1:])
        weights[key] = draw.array(*shape, scale=math.sqrt(6 / fan))
        weights[key.replace(".w", ".b")] = draw.array(shape[0], scale=0.125)
    return weights


def train(forward, x, p, labels, optimizer, settings):
    """Five steps on the whole batch: the loss before each, and the weights after the last."""
    stepper = make_optimizer(list(p.values()), optimizer, settings)
    losses = []
    for _ in range(5):
        stepper.zero_grad()
        loss = F.cross_entropy(forward(x, p), labels)
        loss.backward()
        stepper.step()
        losses.append(loss.item())
    return losses, p
