"""Writes numpy.json: NumPy's default_rng, and the states that seeding NumPy's and Python's older generators leaves.

Made with numpy 2.4.6, datasets 5.2.0 and Python 3.11.7. Run: python make_numpy.py
"""

import hashlib
import json
import pathlib
import random

import numpy as np
from datasets.utils.stratify import stratified_shuffle_split_generate_indices

HERE = pathlib.Path(__file__).parent


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array, dtype="<i8").tobytes()).hexdigest()


out = {}
out["seeds"] = []
for seed in [0, 1, 42, 2**32 - 1, 2**32, 2**64 - 1, 2**64 + 7, 2**127 + 12345, 2**128, 3**100, 7**200]:
    rng = np.random.default_rng(seed)
    bits = rng.bit_generator
    state = bits.state["state"]
    out["seeds"].append({
        "seed": str(seed), "state": str(state["state"]), "inc": str(state["inc"]), "words": [str(x) for x in bits.random_raw(4)],
        "doubles": ["%016x" % x.view(np.uint64) for x in rng.random(3)], "permutation": rng.permutation(12).tolist(),
    })  # fmt: skip

out["permutations"] = []
for seed, n in [(42, 0), (42, 1), (42, 2), (42, 10), (42, 3668), (7, 70_000), (0, 4_097)]:
    rng = np.random.default_rng(seed)
    values = rng.permutation(n)
    out["permutations"].append({"seed": seed, "n": n, "first10": values[:10].tolist(), "sha": sha(values), "next": str(rng.integers(0, 2**63 - 1))})

out["integers"] = []
for seed, low, high in [
    (1, 0, 10), (2, -3, 4), (3, 0, 2**31), (4, 0, 2**32), (5, 0, 2**32 + 1), (6, -(2**63), 2**63 - 1), (7, 5, 6), (8, 0, 3 * 2**30), (9, 0, 3 * 2**61),
]:  # fmt: skip
    rng = np.random.default_rng(seed)
    single = [int(rng.integers(low, high)) for _ in range(3)]
    values = rng.integers(low, high, size=1001)
    out["integers"].append({"seed": seed, "low": str(low), "high": str(high), "single": [str(x) for x in single], "sha": sha(values), "next": str(rng.integers(0, 2**63 - 1))})
rng = np.random.default_rng(10)
values = [rng.integers(-(2**63), 2**63 - 1, endpoint=True) for _ in range(4)]
out["integers_full_range_seed10"] = [str(x) for x in values]

out["choices"] = []
for seed, n, size, replace in [
    (1, 5, 3, False), (2, 5, 5, False), (3, 1000, 10, False), (4, 20_000, 100, False), (5, 20_000, 5000, False), (6, 10_001, 10_001, False),
    (7, 10, 25, True), (8, 1, 1, False), (9, 7, 0, False),
]:  # fmt: skip
    rng = np.random.default_rng(seed)
    values = rng.choice(n, size=size, replace=replace)
    out["choices"].append({"seed": seed, "n": n, "size": size, "replace": replace, "first": values[:10].tolist(), "sha": sha(values), "next": str(rng.integers(0, 2**63 - 1))})

out["weighted"] = []
for seed, p, size in [(1, [0.5, 0.5], 20), (2, [0.1, 0.2, 0.7], 1000), (3, [0.0, 1.0, 0.0], 5), (4, [1 / 7] * 7, 1000)]:
    rng = np.random.default_rng(seed)
    values = rng.choice(len(p), size=size, p=p)
    out["weighted"].append({"seed": seed, "p": p, "size": size, "first": values[:10].tolist(), "sha": sha(values)})

rng = np.random.default_rng(3)
mixed = [int(rng.integers(0, 7)), "%016x" % rng.random(1)[0].view(np.uint64), rng.permutation(5).tolist(), int(rng.integers(0, 7)), rng.permutation([9, 8, 7]).tolist()]
out["mixed_seed3"] = mixed

# What a stratified split draws, through the whole of it.
labels = np.array([0] * 37 + [1] * 11 + [2] * 52)
labels = labels[np.random.default_rng(99).permutation(100)]
train, test = next(stratified_shuffle_split_generate_indices(labels, 70, 30, rng=np.random.default_rng(42)))
out["stratified"] = {"labels": labels.tolist(), "train": train.tolist(), "test": test.tolist()}

out["python_states"] = []
for seed in [0, 1, 42, -42, 2**31, 2**32 - 1, 2**32, 2**64 + 5, 10**60]:
    random.seed(seed)
    version, words, gauss = random.getstate()
    out["python_states"].append({
        "seed": str(seed), "version": version, "position": words[-1], "gauss": gauss, "first3": [str(w) for w in words[:3]],
        "sha": hashlib.sha256(np.array(words[:-1], dtype="<u4").tobytes()).hexdigest(),
    })  # fmt: skip
out["numpy_states"] = []
for seed in [0, 1, 42, 2**31, 2**32 - 1]:
    np.random.seed(seed)
    name, key, position, has_gauss, cached = np.random.get_state()
    out["numpy_states"].append({
        "seed": seed, "name": name, "position": position, "has_gauss": has_gauss, "cached": cached, "first3": [str(w) for w in key[:3]],
        "sha": hashlib.sha256(key.astype("<u4").tobytes()).hexdigest(),
    })  # fmt: skip

(HERE / "numpy.json").write_text(json.dumps(out, indent=1) + "\n")
