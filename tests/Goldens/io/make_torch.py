"""Writes the small files torch/*: what torch.save and the Trainer write, and some that must be refused.

Made with torch 2.13.0+cpu, transformers 5.23.0, numpy 2.4.6, Python 3.11.7. Run: python make_torch.py
"""

import json
import os
import pathlib
import pickle
import random
import zipfile
from collections import OrderedDict

import numpy as np
import torch
from transformers import get_scheduler, set_seed

HERE = pathlib.Path(__file__).parent / "torch"
HERE.mkdir(exist_ok=True)

torch.manual_seed(0)
linear = torch.nn.Linear(3, 2)
groups = [{"params": [linear.weight], "weight_decay": 0.01}, {"params": [linear.bias], "weight_decay": 0.0}]
optimizer = torch.optim.AdamW(groups, lr=5e-5, fused=True)
scheduler = get_scheduler("linear", optimizer, 2, 10)
for _ in range(3):
    linear(torch.ones(4, 3)).sum().backward()
    optimizer.step()
    scheduler.step()
    optimizer.zero_grad()
torch.save(optimizer.state_dict(), HERE / "optimizer.pt")
torch.save(scheduler.state_dict(), HERE / "scheduler.pt")
torch.save(linear.state_dict(), HERE / "pytorch_model.bin")
torch.save(linear.state_dict(), HERE / "legacy.bin", _use_new_zipfile_serialization=False)
numbers = {name: value.flatten().tolist() for name, value in linear.state_dict().items()}
numbers |= {f"{i}.{key}": value.flatten().tolist() for i, state in optimizer.state_dict()["state"].items() for key, value in state.items()}
(HERE / "numbers.json").write_text(json.dumps(numbers, indent=1) + "\n")

set_seed(42)
torch.rand(5)
torch.empty(3).normal_()
torch.save({"python": random.getstate(), "numpy": np.random.get_state(), "cpu": torch.random.get_rng_state()}, HERE / "rng_state.pth")
random.gauss(0, 1)
np.random.standard_normal()
torch.save({"python": random.getstate(), "numpy": np.random.get_state(), "cpu": torch.random.get_rng_state()}, HERE / "rng_state_used.pth")

base = torch.arange(24, dtype=torch.float32).view(2, 3, 4)
shared = torch.arange(6, dtype=torch.float32)
mixed = OrderedDict(
    view=base[1, :, 1:3], transposed=base.transpose(0, 2), step=base[:, ::2, ::3], column=base[:, 1, 2],
    first=shared[:3], all=shared, scalar=torch.tensor(2.5), empty=torch.zeros(0, 3), one=torch.ones(1, 1, 5)[:, :, 2:],
    f64=torch.tensor([0.1], dtype=torch.float64), f16=torch.tensor([1.5, -2.0], dtype=torch.float16), bf16=torch.tensor([3.0], dtype=torch.bfloat16),
    i64=torch.tensor([-1, 2**40]), i32=torch.tensor([7], dtype=torch.int32), i16=torch.tensor([-300], dtype=torch.int16),
    i8=torch.tensor([-3], dtype=torch.int8), u8=torch.tensor([255], dtype=torch.uint8), flag=torch.tensor([True, False]),
    u32=torch.tensor([2**32 - 1], dtype=torch.uint32), parameter=torch.nn.Parameter(torch.tensor([4.0, 5.0])), size=torch.Size([2, 3]),
    data=[None, True, False, 0, 255, 256, 65535, 65536, -1, 2**31 - 1, -(2**31), 2**31, 2**63 - 1, -(2**63), 2**64, 1e-300, float("inf"), "\u00e4\U0001f600", (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
)  # fmt: skip
torch.save(mixed, HERE / "mixed.pt")
many = {"list": list(range(2001)), "dict": {f"k{i}": i for i in range(1001)}, "ordered": OrderedDict((i, str(i)) for i in range(1001)), "one": [7], "item": {"k": "one"}, "none": {}}
torch.save(many, HERE / "many.pt")


class Command:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


class Attribute:
    def __reduce__(self):
        return getattr, ("text", "upper")


def hostile(name, value):
    torch.save(value, HERE / f"hostile_{name}.pt")


hostile("system", {"weight": Command()})
hostile("getattr", [Attribute()])
hostile("partial", torch.nn.Linear(1, 1))
hostile("counter", __import__("collections").Counter("aab"))
with zipfile.ZipFile(HERE / "hostile_deflated.pt", "w", zipfile.ZIP_DEFLATED) as bomb:
    bomb.writestr("archive/data.pkl", b"\x80\x02X" + (10_000_000).to_bytes(4, "little") + b"a" * 10_000_000 + b".")
    bomb.writestr("archive/version", "3\n")
(HERE / "hostile_pickle.pt").write_bytes(pickle.dumps(Command()))
