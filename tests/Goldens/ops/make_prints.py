"""Writes prints.json: what NumPy prints of float32 and int64 arrays.

Made with numpy 2.4.6:  python make_prints.py
"""
import json, pathlib
import numpy as np

rng = np.random.default_rng(7)
f = lambda *v: np.array(v, dtype=np.float32)
CASES = [
    f(3.0).reshape(()), f(0.1).reshape(()), f(1e-5).reshape(()), f(123456.79).reshape(()), f(999999).reshape(()), f(1e6).reshape(()), f(1e-4).reshape(()), f(1.5e20).reshape(()), f(-0.0).reshape(()), f(np.nan).reshape(()), f(-np.inf).reshape(()), f(1e8).reshape(()),
    f(), np.zeros((0, 3), np.float32), f(1), f(0, 0), f(-0.0, 1), f(1, 2, 3), f(0.1, 0.25, -3), f(1.5, np.nan, -np.inf), f(np.nan, np.nan), f(np.inf, 100),
    f(1e8, 1), f(1e-5, 1), f(1, 1001), f(1, 999), f(1e-30, 1e30), f(1e-5, np.nan, np.inf), f(-1e-5, 2.5), f(2 ** -9, 3 * 2 ** -9), f(1 / 3, 0.012345679), f(3.4028235e38, 1e-45),
    f(99999999.0), f(16777216, 0.5), f(12345.678, 99.25), rng.standard_normal((2, 3)).astype(np.float32), rng.standard_normal((2, 3, 4)).astype(np.float32),
    rng.standard_normal(40).astype(np.float32), (rng.standard_normal((3, 20)) * 1e-6).astype(np.float32), rng.standard_normal((8, 2)).astype(np.float32),
    rng.standard_normal((2, 1, 2, 2)).astype(np.float32),
    np.array(5), np.array([], np.int64), np.array([1, -20, 300]), rng.integers(0, 30000, 60), rng.integers(-9, 9, (3, 5)), np.array([[9223372036854775807], [-9223372036854775808]]),
]
# Large ones are made by a rule: (i * 7919 % 1009) * scale, in float32 or int64.
LARGE = [((40, 40), 0.001), ((1001,), 0.001), ((1000,), 0.25), ((600, 2), 0.01), ((3, 400), 0.125), ((7, 8, 20), 0.1), ((5, 7, 6, 8), 3.3), ((2000,), 1), ((40, 40), 1)]


def ramp(shape, scale):
    numbers = np.arange(int(np.prod(shape))) * 7919 % 1009
    return (numbers if scale == 1 else numbers.astype(np.float32) * np.float32(scale)).reshape(shape)


STATES = [{"dtype": str(a.dtype), "shape": list(a.shape), "hex": a.astype(a.dtype.newbyteorder("<")).tobytes().hex(), "text": str(a)} for a in CASES]
STATES += [{"dtype": str(ramp(*c).dtype), "shape": list(c[0]), "scale": c[1], "text": str(ramp(*c))} for c in LARGE]
pathlib.Path(__file__).with_name("prints.json").write_text(json.dumps(STATES, indent=0) + "\n")
