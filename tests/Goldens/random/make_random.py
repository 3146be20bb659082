"""Writes torch.json: what torch's CPU generator gives, for the tests of FineTune's.

Made with torch 2.13.0+cpu and numpy 2.4.6 on Linux (glibc 2.36). Run: python make_random.py
Floats are written as IEEE-754 hex; long results as the first and last values and a SHA-256 of all bytes (little-endian).
"""

import hashlib
import json
import math
import pathlib

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent


def f32(tensor):
    return ["%08x" % (x & 0xFFFFFFFF) for x in tensor.contiguous().view(torch.int32).flatten().tolist()]


def f64(tensor):
    return ["%016x" % (x & 0xFFFFFFFFFFFFFFFF) for x in tensor.contiguous().view(torch.int64).flatten().tolist()]


def sha(tensor):
    return hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()


def state_sha():
    return hashlib.sha256(torch.get_rng_state().numpy().tobytes()).hexdigest()


def bits_sha(mask):
    """Bernoulli results as FineTune packs them: element i is bit i & 15 of little-endian ushort i >> 4."""
    return hashlib.sha256(np.packbits(mask.numpy().astype(bool), bitorder="little").tobytes()).hexdigest()


out = {}

seeds = [0, 1, 42, 123, 2**31, 2**32 - 1, 2**32, 2**32 + 42, 2**63, 2**64 - 1, -1, -42, -(2**63)]
out["seeds"] = []
for seed in seeds:
    g = torch.Generator()
    g.manual_seed(seed)
    out["seeds"].append(
        {
            "seed": str(seed),
            "initial_seed": str(g.initial_seed()),
            "fresh_state_sha": hashlib.sha256(g.get_state().numpy().tobytes()).hexdigest(),
            "rand5": f32(torch.rand(5, generator=g)),
        }
    )

torch.manual_seed(42)
values = torch.rand(1_000_003)
out["rand_1000003_seed42"] = {"last4": f32(values[-4:]), "sha": sha(values), "state": state_sha()}
torch.manual_seed(7)
values = torch.rand(100_001, dtype=torch.float64)
out["rand_double_100001_seed7"] = {"last4": f64(values[-4:]), "sha": sha(values), "state": state_sha()}

out["uniform"] = []
for seed, low, high, count in [(42, -0.1, 0.1, 100_003), (5, -1.0, 3.0, 17), (6, 0.3, 0.3, 4), (9, 1e-8, 1e8, 1000), (10, -0.036, 0.036, 15)]:
    torch.manual_seed(seed)
    values = torch.empty(count).uniform_(low, high)
    out["uniform"].append({"seed": seed, "from": low, "to": high, "count": count, "first4": f32(values[:4]), "sha": sha(values)})

out["normal"] = []
for seed, mean, std, count in [
    (42, 0.0, 0.02, 1536), (42, 0.0, 0.02, 21), (42, 0.0, 1.0, 16), (42, 0.0, 1.0, 17), (3, 0.5, 2.0, 31), (4, -1.25, 0.3, 33),
    (8, 0.1, 1.7, 160_000), (1234, 0.0, 0.02, 500_003), (2, 0.0, 0.0, 20), (42, 0.0, 0.02, 5), (42, 0.3, 1.1, 15), (1, -2.0, 3.0, 1), (11, 7.0, 0.0, 3),
]:  # fmt: skip
    torch.manual_seed(seed)
    values = torch.empty(count).normal_(mean, std)
    out["normal"].append({
        "seed": seed, "mean": mean, "std": std, "count": count, "first": f32(values[:32]), "last4": f32(values[-4:]),
        "sha": sha(values), "state": state_sha(), "next": f32(torch.rand(1)),
    })  # fmt: skip

# Cached second normal: it outlives other draws and is part of the state.
torch.manual_seed(99)
first = torch.empty(3).normal_()
between = torch.rand(2)
middle = torch.empty(20).normal_()
second = torch.empty(4).normal_(1.0, 2.0)
out["cached_normal"] = {"first": f32(first), "between": f32(between), "middle": f32(middle), "second": f32(second), "state": state_sha()}

out["normal_double"] = []
for seed, mean, std, count in [(42, 0.0, 1.0, 9), (13, 0.7, 1.3, 15), (21, 0.0, 1.0, 2000)]:
    torch.manual_seed(seed)
    # Non-contiguous: the element by element path whatever the length.
    values = torch.zeros(count, 2, dtype=torch.float64)[:, 0]
    values.normal_(mean, std)
    out["normal_double"].append({"seed": seed, "mean": mean, "std": std, "count": count, "first": f64(values[:15]), "sha": sha(values)})

torch.manual_seed(17)
strided = torch.zeros(100_000, 2)[:, 0]
strided.normal_(0.1, 0.7)
out["normal_strided_100000_seed17"] = {"first8": f32(strided[:8]), "sha": sha(strided), "state": state_sha()}

out["bernoulli"] = []
for seed, p, count in [
    (123, 0.5, 36), (42, 0.9, 256), (42, 0.9, 1_000_003), (1, 0.0, 100), (2, 1.0, 100), (3, 1e-9, 100_000), (4, 1 - 1e-12, 100_000),
    (5, 0.5, 2_000_000), (6, 1 / 3, 777_777), (7, 2.0**-21, 4_000_000), (8, 0.8, 1), (9, 0.8, 15), (10, 0.8, 16), (11, 0.8, 17), (12, 5e-324, 1000),
]:  # fmt: skip
    torch.manual_seed(seed)
    mask = torch.empty(count).bernoulli_(p)
    out["bernoulli"].append({"seed": seed, "p": p, "count": count, "ones": int(mask.sum()), "bits": bits_sha(mask), "state": state_sha()})

# Many calls of the lengths that rows of attention weights have, on streams that start at odd and even words.
out["bernoulli_rows"] = []
for seed, odd in [(31, False), (32, True)]:
    torch.manual_seed(seed)
    if odd:
        torch.rand(1)
    digest = hashlib.sha256()
    lengths = [8 + (i * 37) % 300 for i in range(2000)] + [3072, 1536, 384, 1, 2, 15, 16, 17, 31, 312, 313, 624, 625, 1248]
    for length in lengths:
        mask = torch.empty(length).bernoulli_(0.9)
        packed = np.packbits(mask.numpy().astype(bool), bitorder="little").tobytes()
        digest.update(packed + b"\0" * (len(packed) % 2))
    out["bernoulli_rows"].append({"seed": seed, "odd": odd, "sha": digest.hexdigest(), "state": state_sha()})

torch.manual_seed(42)
p = torch.full((64,), 0.15)
out["bernoulli_tensor_float_p0.15_64"] = "".join(str(int(x)) for x in torch.bernoulli(p))
torch.manual_seed(42)
ramp = (torch.arange(1001) / 1000).float()
mask = torch.bernoulli(ramp)
out["bernoulli_tensor_ramp"] = {"bits": bits_sha(mask), "state": state_sha()}

out["randperm"] = []
for seed, n in [(42, 0), (42, 1), (42, 2), (42, 10), (42, 20), (42, 100_000), (43, 3668), (2**40 + 3, 13_084)]:
    torch.manual_seed(seed)
    values = torch.randperm(n)
    out["randperm"].append({"seed": seed, "n": n, "first10": values[:10].tolist(), "last10": values[-10:].tolist(), "sha": sha(values), "state": state_sha()})

out["random"] = []
for seed, low, high in [(42, 0, 30522), (1, -5, 5), (2, 0, 2**32 - 1), (3, 0, 2**32), (4, -(2**40), 2**41), (5, 0, 1), (6, -(2**63), 2**63 - 1), (7, 0, 2**31)]:
    torch.manual_seed(seed)
    values = torch.empty(1001, dtype=torch.int64).random_(low, high)
    out["random"].append({"seed": seed, "from": str(low), "to": str(high), "first4": [str(x) for x in values[:4].tolist()], "sha": sha(values), "state": state_sha()})
torch.manual_seed(42)
out["random_int64_seed42"] = [str(x) for x in torch.empty(4, dtype=torch.int64).random_().tolist()]
torch.manual_seed(42)
out["random_full_range_seed42"] = [str(x) for x in torch.empty(4, dtype=torch.int64).random_(-(2**63), None).tolist()]
torch.manual_seed(42)
out["random_float_seed42"] = f32(torch.empty(6).random_())
torch.manual_seed(42)
out["random_float_0_10_seed42"] = f32(torch.empty(6).random_(0, 10))

out["exponential"] = []
for seed, rate, count in [(42, 1.0, 5), (3, 0.5, 1000), (4, 2.5, 100_000)]:
    torch.manual_seed(seed)
    values = torch.empty(count).exponential_(rate)
    out["exponential"].append({"seed": seed, "lambda": rate, "count": count, "first": f32(values[:5]), "sha": sha(values), "state": state_sha()})
torch.manual_seed(5)
values = torch.empty(2000, dtype=torch.float64).exponential_(1.0)
out["exponential_double_2000_seed5"] = {"first": f64(values[:5]), "sha": sha(values)}

grid = [2.0**-k for k in range(1, 60, 3)] + [i / 512 for i in range(1, 512)] + [0.2928932188134524, 0.41422, 1 - 2.0**-53]
grid = [-x for x in grid]
fractions = [-i / 100_003 for i in range(1, 100_003)]
out["log1p_sha"] = hashlib.sha256(np.array([math.log1p(x) for x in fractions]).tobytes()).hexdigest()
out["log1p"] = {"x": ["%016x" % np.float64(x).view(np.uint64) for x in grid], "y": ["%016x" % np.float64(math.log1p(x)).view(np.uint64) for x in grid]}

out["multinomial"] = []
probs = torch.tensor([0.1, 0.2, 0.3, 0.4])
wide = (torch.arange(50) % 7 + 1).float()
rows = torch.tensor([[1.0, 2.0, 3.0, 0.0], [0.5, 0.0, 0.25, 8.0]])
for name, weights, count, replacement, seed in [
    ("four", probs, 10, True, 42), ("four", probs, 4, False, 42), ("four", probs, 1, False, 1), ("wide", wide, 25, False, 3),
    ("wide", wide, 200, True, 4), ("rows", rows, 6, True, 5), ("rows", rows, 3, False, 6), ("rows", rows, 1, True, 7),
]:  # fmt: skip
    torch.manual_seed(seed)
    values = torch.multinomial(weights, count, replacement)
    out["multinomial"].append({
        "weights": weights.flatten().tolist(), "rows": 1 if weights.dim() == 1 else weights.shape[0], "num_samples": count,
        "replacement": replacement, "seed": seed, "result": values.flatten().tolist(), "state": state_sha(),
    })  # fmt: skip

torch.manual_seed(42)
linear = nn.Linear(4, 3)
out["linear_4_3"] = {"weight": f32(linear.weight.data), "bias": f32(linear.bias.data)}
out["init"] = []


def initialised(name, shape, seed, fill, **options):
    torch.manual_seed(seed)
    values = fill(torch.empty(*shape), **options)
    out["init"].append({"name": name, "shape": list(shape), "seed": seed, "options": options, "first8": f32(values.flatten()[:8]), "sha": sha(values), "state": state_sha()})


initialised("xavier_uniform", (2, 3), 42, nn.init.xavier_uniform_)
initialised("xavier_uniform", (30, 50), 1, nn.init.xavier_uniform_, gain=1.6)
initialised("xavier_normal", (30, 50), 2, nn.init.xavier_normal_, gain=0.7)
initialised("kaiming_uniform", (30, 50), 3, nn.init.kaiming_uniform_)
initialised("kaiming_uniform", (30, 50), 4, nn.init.kaiming_uniform_, a=math.sqrt(5))
initialised("kaiming_uniform", (30, 50), 5, nn.init.kaiming_uniform_, mode="fan_out", nonlinearity="relu")
initialised("kaiming_uniform", (8, 3, 5), 5, nn.init.kaiming_uniform_, mode="fan_out", nonlinearity="tanh")
initialised("kaiming_normal", (30, 50), 6, nn.init.kaiming_normal_, nonlinearity="relu")
initialised("kaiming_normal", (30, 50), 7, nn.init.kaiming_normal_, mode="fan_out", nonlinearity="selu")
initialised("trunc_normal", (30, 50), 8, nn.init.trunc_normal_)
initialised("trunc_normal", (30, 50), 9, nn.init.trunc_normal_, std=0.02)
initialised("trunc_normal", (30, 50), 10, nn.init.trunc_normal_, mean=0.5, std=1.0, a=0.0, b=0.9)
initialised("trunc_normal", (300, 500), 11, nn.init.trunc_normal_, std=0.5, a=0.8, b=2.0)
initialised("trunc_normal", (3, 4), 12, nn.init.trunc_normal_, std=0.02, a=-0.02, b=0.02)

# The default stream of a run: iterator seeds and dropout masks between them.
torch.manual_seed(42)
trace = {"base_seed1": str(torch.empty((), dtype=torch.int64).random_().item())}
drop = nn.Dropout(0.1)
trace["drop64"] = "".join("1" if x else "0" for x in drop(torch.ones(64)))
trace["base_seed2"] = str(torch.empty((), dtype=torch.int64).random_().item())
trace["drop16"] = "".join("1" if x else "0" for x in drop(torch.ones(16)))
trace["state"] = state_sha()
out["trace_seed42"] = trace

torch.manual_seed(42)
torch.randn(100)
torch.empty(3).normal_()
out["state_after_randn100_normal3"] = torch.get_rng_state().numpy().tobytes().hex()
torch.rand(623 - 124 + 1)
out["state_sha_at_block_end"] = state_sha()
torch.rand(1)
out["state_sha_at_block_start"] = state_sha()

(HERE / "torch.json").write_text(json.dumps(out, indent=1) + "\n")
