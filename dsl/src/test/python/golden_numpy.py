"""Files as NumPy writes them, and pictures in other sizes."""

import base64
import io

import numpy as np
import torch

from golden_files import Draw


def text(write):
    """The bytes that a function of NumPy writes, as text."""
    out = io.BytesIO()
    write(out)
    return base64.b64encode(out.getvalue()).decode("ascii")


def case(name, array):
    with np.errstate(over="ignore"):
        values = array.astype(np.float32)
    return {"name": name, "file": text(lambda out: np.save(out, array)), "y": values}


def numbers(kind):
    """The edges of a type, and some numbers between."""
    if kind.kind in "iu":
        edges = np.iinfo(kind)
        return np.array([edges.min, 0, 1, 2, 77, edges.max // 3, edges.max - 1, edges.max], kind)
    if kind.kind == "b":
        return np.array([True, False, False, True])
    return np.array([0.1, -2.5, 1 / 3, 1e-3, -1e30, 65504, 0, np.pi], kind)


def arrays():
    """np.save of every type in both byte orders, and of shapes with edges."""
    for code in ["f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
        for order in "<>" if code[1] != "1" else "|":
            kind = np.dtype(order + code)
            yield case(kind.str, numbers(kind))
    draw = Draw(7)
    for shape in [(), (1,), (0, 3), (2, 3), (3, 1, 4), (2, 3, 4, 5)]:
        yield case(f"shape {shape}", np.asarray(draw.array(*shape), np.float32))
    cube = draw.array(2, 3, 4).astype(np.float32)
    yield case("Fortran order", np.asfortranarray(cube))
    yield case("Fortran order of bytes", np.asfortranarray(np.arange(6, dtype=np.uint8).reshape(2, 3)))
    for version in [(2, 0), (3, 0)]:
        yield {
            "name": f"version {version[0]}",
            "file": text(lambda out: np.lib.format.write_array(out, cube, version)),
            "y": cube,
        }


def archives():
    """np.savez and np.savez_compressed."""
    draw = Draw(8)
    parts = {"x_train": draw.array(3, 2).astype(np.float32), "net/conv1.w": np.arange(5)}
    for name, save in [("savez", np.savez), ("savez_compressed", np.savez_compressed)]:
        yield {
            "name": name,
            "file": text(lambda out: save(out, **parts)),
            **{key: value.astype(np.float32) for key, value in parts.items()},
        }


def resize():
    """Smaller, larger, and one size each way."""
    draw = Draw(9)
    for height, width, to in [
        (8, 8, (4, 4)),
        (8, 8, (8, 8)),
        (7, 5, (3, 4)),
        (4, 6, (9, 11)),
        (5, 12, (10, 3)),
        (1, 1, (3, 2)),
        (9, 1, (2, 1)),
    ]:
        x = torch.tensor(draw.array(2, height, width, scale=0.5) + 0.5)
        y = torch.nn.functional.interpolate(
            x[None], to, mode="bilinear", align_corners=False, antialias=True
        )[0]
        yield {"name": f"{height} x {width} to {to}", "x": x, "y": y}
