"""Golden values of the losses beside plain softmax cross-entropy, and of the metrics."""

import numpy as np
import torch
import torch.nn.functional as F

from golden_files import Draw

# ---- losses: the mean over a batch of torch.nn.functional's losses, and its gradient


def losses():
    draw = Draw(21)
    weights = torch.tensor([1.0, 2.5, 0.25, 4.0]).double()
    label = dict(label_smoothing=0.125)  # the same number in float32
    scores, labels = draw.tensor(5, 4, scale=4), draw.labels(5, 4)
    rows = draw.distributions(5, 4)
    for name, targets, settings in [
        ("class weights, labels", labels, dict(weight=weights)),
        ("class weights, distributions", rows, dict(weight=weights)),
        ("label smoothing, labels", labels, label),
        ("label smoothing, distributions", rows, label),
        ("class weights and label smoothing, labels", labels, dict(weight=weights, **label)),
        ("class weights and label smoothing, distributions", rows, dict(weight=weights, **label)),
    ]:
        yield case(name, "softmaxCE", F.cross_entropy, scores, targets, **settings)
    far = draw.tensor(4, 4, scale=1000)
    both = dict(weight=weights, **label)
    yield case("scores up to 1000, both", "softmaxCE", F.cross_entropy, far, labels[:4], **both)

    sigmoid = F.binary_cross_entropy_with_logits
    yes = torch.tensor(draw.random.randint(0, 2, size=(5, 3))).double()
    shares = torch.tensor(draw.random.randint(0, 1025, size=(5, 3)) / 1024.0)
    ends = torch.tensor([[3e38, -3e38, 0.0], [-3e38, 3e38, 90.0]]).float().double()
    yield case("yes or no", "sigmoidCE", sigmoid, draw.tensor(5, 3, scale=4), yes)
    yield case("targets between", "sigmoidCE", sigmoid, draw.tensor(5, 3, scale=4), shares)
    yield case("one output", "sigmoidCE", sigmoid, draw.tensor(5, 1, scale=4), yes[:, :1])
    yield case("scores up to 1000", "sigmoidCE", sigmoid, draw.tensor(5, 3, scale=1000), yes)
    yield case("+-3e38, right", "sigmoidCE", sigmoid, ends, (ends > 0).double())
    yield case("+-3e38, wrong", "sigmoidCE", sigmoid, ends, (ends <= 0).double())

    yield case("vectors", "mse", F.mse_loss, draw.tensor(5, 3), torch.tensor(draw.array(5, 3)))
    yield case("one number", "mse", F.mse_loss, draw.tensor(4, 1), torch.tensor(draw.array(4, 1)))
    images = draw.tensor(2, 2, 3, 2), torch.tensor(draw.array(2, 2, 3, 2))
    yield case("images", "mse", F.mse_loss, *images)
    yield case("errors up to 1e30", "mse", F.mse_loss, float32(1e30, -1e30), float32(0.5, 1e30))

    hinge = F.multi_margin_loss
    yield case("labels", "hinge", hinge, draw.tensor(6, 4, scale=2), draw.labels(6, 4))
    yield case("two classes", "hinge", hinge, draw.tensor(5, 2), draw.labels(5, 2))
    exactly = torch.tensor([[1.0, 0.0, 2.0], [3.0, 1.0, 2.0]]).double()
    yield case("exactly 1 apart: no gradient", "hinge", hinge, exactly, torch.tensor([0, 0]))
    yield case("equal scores", "hinge", hinge, torch.zeros(2, 10).double(), draw.labels(2, 10))
    yield case("+-3e38", "hinge", hinge, ends, torch.tensor([0, 0]))


def float32(*values):
    return torch.tensor([values]).float().double()


def case(name, kind, function, scores, targets, **settings):
    scores = scores.detach().requires_grad_()
    loss = function(scores, targets, **settings)
    loss.backward()
    return {
        "name": f"{kind}, {name}",
        "kind": kind,
        "scores": scores,
        "labels" if targets.dtype == torch.long else "targets": targets,
        **settings,
        "loss": loss.item(),
        "dscores": scores.grad,
    }


# ---- metrics: the definitions of scikit-learn and of Guo et al. (2017), as NumPy expressions


def metrics():
    draw = Draw(22)
    for name, samples, classes, scale in [("5 classes", 60, 5, 2), ("rare classes", 12, 8, 4)]:
        scores, labels = draw.array(samples, classes, scale=scale), draw.labels(samples, classes)
        labels = labels.numpy()
        scores[np.arange(samples), labels] += 1.0
        p = F.softmax(torch.tensor(scores), 1).numpy()
        confidence, said = p.max(1), scores.argmax(1)
        confusion = np.zeros((classes, classes), dtype=int)
        np.add.at(confusion, (labels, said), 1)
        losses = F.cross_entropy(
            torch.tensor(scores), torch.tensor(labels), reduction="none"
        ).numpy()
        order = np.argsort(-scores, axis=1, kind="stable")
        yield {
            "name": name,
            "scores": scores,
            "labels": labels,
            "confusion": confusion,
            "topk": np.array(
                [(order[:, :k] == labels[:, None]).any(1).mean() for k in range(1, classes + 1)]
            ),
            **shares(confusion.diagonal(), confusion.sum(0), confusion.sum(1)),
            "loss_per_class": np.array([mean(losses[labels == c]) for c in range(classes)]),
            **calibration(confidence, said == labels),
        }
    scores, targets = draw.array(20, 4), draw.random.randint(0, 2, size=(20, 4))
    said = scores > 0
    yield {
        "name": "labels",
        "scores": scores,
        "targets": targets.astype(float),
        "accuracy": float((said == targets).mean()),
        **shares((said & (targets == 1)).sum(0), said.sum(0), targets.sum(0)),
    }
    scores, targets = draw.array(9, 3), draw.array(9, 3)
    yield {
        "name": "numbers",
        "scores": scores,
        "targets": targets,
        "rmse": float(np.sqrt(((scores - targets) ** 2).mean())),
        "mae": float(np.abs(scores - targets).mean()),
    }


def mean(values):
    return values.mean() if len(values) else float("nan")


def shares(right, said, meant):
    """precision_recall_fscore_support(zero_division=0), and average="macro" of what occurs."""
    values = {
        "precision": right / np.maximum(said, 1),
        "recall": right / np.maximum(meant, 1),
        "f1": 2 * right / np.maximum(said + meant, 1),
    }
    occurs = said + meant > 0
    macro = {f"macro_{name}": float(of[occurs].mean()) for name, of in values.items()}
    return {**values, **macro}


def calibration(confidence, right):
    """Expected calibration error, 15 bins: above the lower edge, up to the upper."""
    edges = np.linspace(0, 1, 16)
    bins = [(confidence > low) & (confidence <= high) for low, high in zip(edges, edges[1:])]
    return {
        "bin_count": np.array([int(of.sum()) for of in bins]),
        "bin_confidence": np.array([mean(confidence[of]) for of in bins]),
        "bin_accuracy": np.array([mean(right[of]) for of in bins]),
        "ece": float(
            sum(of.mean() * abs(right[of].mean() - confidence[of].mean()) for of in bins if of.any())
        ),
    }
