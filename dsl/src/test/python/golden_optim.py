"""Golden values of how training goes: more optimizers, clipping, schedules, and all in one run."""

import numpy as np
import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler

from golden_files import Draw

# ---- ten steps on gradients that are given, of parameters that are clipped together

OPTIMIZERS = [
    ("sgd(0.1).weightDecay(0.01)", lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.01)),
    (
        "sgd(0.1).momentum(0.9).nesterov().weightDecay(0.1)",
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
    ),
    ("adam(0.01).weightDecay(0.1)", lambda p: torch.optim.Adam(p, 0.01, weight_decay=0.1)),
    ("adamW(0.01)", lambda p: torch.optim.AdamW(p, 0.01)),
    (
        "adamW(0.1).betas(0.8, 0.99).epsilon(1e-6).weightDecay(0.5)",
        lambda p: torch.optim.AdamW(p, 0.1, (0.8, 0.99), 1e-6, weight_decay=0.5),
    ),
    ("rmsProp(0.01)", lambda p: torch.optim.RMSprop(p, 0.01)),
    (
        "rmsProp(0.01).alpha(0.9).epsilon(1e-4).momentum(0.8).weightDecay(0.1)",
        lambda p: torch.optim.RMSprop(p, 0.01, 0.9, 1e-4, 0.1, 0.8),
    ),
    ("adagrad(0.1)", lambda p: torch.optim.Adagrad(p, 0.1)),
    (
        "adagrad(0.1).epsilon(1e-3).weightDecay(0.1)",
        lambda p: torch.optim.Adagrad(p, 0.1, eps=1e-3, weight_decay=0.1),
    ),
]
CLIPPINGS = [  # the second cuts in some steps and not in others
    ("sgd(1.0)", "clipNorm", 0.5, torch.nn.utils.clip_grad_norm_),
    ("sgd(1.0)", "clipNorm", 3.5, torch.nn.utils.clip_grad_norm_),
    ("sgd(1.0)", "clipValue", 0.25, torch.nn.utils.clip_grad_value_),
]


def steps():
    draw = Draw(21)
    start, gradients = draw.array(8), draw.array(10, 8)
    gradients[:, 2] = 0.0
    gradients[1:, 3] = 0.0
    gradients[:, 4] /= 1024.0
    for dsl, make in OPTIMIZERS:
        yield {"name": dsl, **ten_steps(start, gradients, make, None)}
    for dsl, word, most, clip in CLIPPINGS:
        case = ten_steps(start, gradients, lambda p: torch.optim.SGD(p, 1.0), lambda p: clip(p, most))
        yield {"name": f"{dsl} {word} {most}", "clip": word, "most": most, **case}


def ten_steps(start, gradients, make, clip):
    parameters = [torch.tensor(part, requires_grad=True) for part in (start[:5], start[5:])]
    optimizer = make(parameters)
    after = []
    for gradient in gradients:
        for p, part in zip(parameters, (gradient[:5], gradient[5:])):
            p.grad = torch.tensor(part)
        if clip:
            clip(parameters)
        optimizer.step()
        after.append(torch.cat([p.detach() for p in parameters]))
    return {"p0": start, "gradients": gradients, "after": torch.stack(after)}


# ---- schedules: the rate of each step, over 10 epochs of 4 steps

EPOCHS, STEPS = 10, 4
RATE = 0.1
LOSSES = [2.0, 1.0, 0.99995, 1.5, 1.0, 0.5, 0.6, 0.6, 0.6, 0.6]  # at the end of each epoch


def warmup(optimizer, steps):
    return lr_scheduler.LinearLR(optimizer, 1 / steps, 1.0, steps - 1)


def warmup_then_cosine(optimizer):
    rest = lr_scheduler.CosineAnnealingLR(optimizer, 7 * STEPS)
    parts = [warmup(optimizer, 3 * STEPS), rest]
    return lr_scheduler.SequentialLR(optimizer, parts, [3 * STEPS])



SCHEDULES = [  # the DSL's line, PyTorch's scheduler, whether it steps each epoch
    ("constant()", lambda o: lr_scheduler.ConstantLR(o, 1.0), True),
    ("stepDecay(3, 0.5)", lambda o: lr_scheduler.StepLR(o, 3, 0.5), True),
    ("exponential(0.9)", lambda o: lr_scheduler.ExponentialLR(o, 0.9), True),
    ("cosine()", lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS * STEPS), False),
    (
        "cosine().floor(0.125)",
        lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS * STEPS, 0.125 * RATE),
        False,
    ),
    ("warmup(3)", lambda o: warmup(o, 3 * STEPS), False),
    ("warmup(3).then(cosine())", warmup_then_cosine, False),
    (
        "oneCycle()",
        lambda o: lr_scheduler.OneCycleLR(o, RATE, EPOCHS * STEPS, cycle_momentum=False),
        False,
    ),
    ("reduceOnPlateau(0, 0.5)", lambda o: lr_scheduler.ReduceLROnPlateau(o, "min", 0.5, 0), True),
    ("reduceOnPlateau(1, 0.1)", lambda o: lr_scheduler.ReduceLROnPlateau(o, "min", 0.1, 1), True),
]


def schedules():
    for dsl, make, each_epoch in SCHEDULES:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], RATE)
        scheduler = make(optimizer)
        rates = []
        for epoch in range(EPOCHS):
            for step in range(STEPS):
                rates.append(optimizer.param_groups[0]["lr"])
                optimizer.step()
                last = epoch == EPOCHS - 1 and step == STEPS - 1
                if not each_epoch and not last:  # OneCycleLR has no step after its last
                    scheduler.step()
            if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau):
                scheduler.step(LOSSES[epoch])
            elif each_epoch:
                scheduler.step()
        yield {
            "name": dsl,
            "lr": RATE,
            "epochs": EPOCHS,
            "steps": STEPS,
            "losses": np.array(LOSSES),
            "rates": np.array(rates),
        }


# ---- net(4).dense(5).relu().dense(3).softmaxCE(): all settings at work together, 6 steps


def run():
    draw = Draw(22)
    weights = {
        "dense1.w": draw.array(5, 4, scale=1),
        "dense1.b": draw.array(5, scale=1),
        "dense2.w": draw.array(3, 5, scale=1),
        "dense2.b": draw.array(3, scale=1),
    }
    x, labels = torch.tensor(draw.array(7, 4)), draw.labels(7, 3)
    p = {key: torch.tensor(value, requires_grad=True) for key, value in weights.items()}
    p["dense1.b"].requires_grad = False  # frozen
    groups = [
        {"params": [p["dense1.w"]], "lr": 0.5 * 0.1},
        {"params": [p["dense2.w"], p["dense2.b"]], "lr": 0.1},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.1)
    steps = 6
    scheduler = lr_scheduler.OneCycleLR(optimizer, [0.05, 0.1], steps, cycle_momentum=False)
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        h = F.relu(F.linear(x, p["dense1.w"], p["dense1.b"]))
        loss = F.cross_entropy(F.linear(h, p["dense2.w"], p["dense2.b"]), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([q for q in p.values() if q.requires_grad], 0.25)
        optimizer.step()
        losses.append(loss.item())
        if step + 1 < steps:
            scheduler.step()
    yield {
        "name": "adamW(0.1).weightDecay(0.1), oneCycle(), clipNorm(0.25), freeze dense1.b,"
        " rate dense1.w 0.5",
        "x": x,
        "labels": labels,
        **{f"start.{key}": value for key, value in weights.items()},
        "losses": np.array(losses),
        **p,
    }
