"""Writes small safetensors files as the reference does: mixed.safetensors, rounding-*.safetensors and the folder sharded/.

Made with safetensors 0.8.0, transformers 5.23.0, torch 2.13.0+cpu. Run: python make_safetensors.py
"""

import json
import math
import pathlib
import shutil

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
PT = {"format": "pt"}

mixed = {
    "b.weight": torch.arange(6, dtype=torch.float32).view(2, 3) / 7,
    "a.weight": torch.tensor([1.5, -2.25, 65504.0], dtype=torch.float16),
    "z.ids": torch.tensor([-1, 2**40], dtype=torch.int64),
    "\u00e4\u00df": torch.tensor([3.0], dtype=torch.bfloat16),
    'q"\\\n\x01/\x7f\u2028\U0001f600': torch.tensor(3.0),
    "flag": torch.tensor([True, False, True]),
    "u8": torch.tensor([1, 255], dtype=torch.uint8),
    "empty": torch.zeros(0, 4),
    "d": torch.tensor([0.5, -1.25], dtype=torch.float64),
    "i32": torch.tensor([-5, 7], dtype=torch.int32),
    "B": torch.tensor([-0.0]),
    "i16": torch.tensor([-300], dtype=torch.int16),
    "i8": torch.tensor([-3], dtype=torch.int8),
    "u16": torch.tensor([65535], dtype=torch.uint16),
    "u32": torch.tensor([2**32 - 1], dtype=torch.uint32),
}
save_file(mixed, HERE / "mixed.safetensors", metadata=PT)
save_file({}, HERE / "none.safetensors")
save_file({"x": torch.ones(1)}, HERE / "plain.safetensors")

special = [0.0, -0.0, math.inf, -math.inf, 1e-45, -1e-45, 1.17549435e-38, 3.4028235e38, -3.4028235e38, 65504.0, 65519.99, 65520.0, 5.96e-8, 2.98e-8, 2.9802322e-8, 2.9802326e-8]
torch.manual_seed(0)
values = torch.cat([
    torch.tensor(special), torch.randn(500), torch.randn(500) * 1e-5, torch.randn(300) * 1e4,
    torch.randint(-(2**31), 2**31, (1000,)).to(torch.int32).view(torch.float32),
])  # fmt: skip
values = values[~values.isnan()]  # What a not-a-number becomes depends on its place in the vector.
for name, dtype in [("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16), ("f64", torch.float64)]:
    save_file({"values": values.to(dtype)}, HERE / f"rounding-{name}.safetensors", metadata=PT)

doubles = torch.cat([torch.tensor([math.pi, -1e-300, 1e300, math.nan, 1 + 2.0**-24, 1 + 3 * 2.0**-24], dtype=torch.float64), torch.randn(200, dtype=torch.float64)])
save_file({"wide": doubles, "narrow": doubles.float()}, HERE / "doubles.safetensors", metadata=PT)

# Sizes in bytes 40, 8, 100, 4, 20, 20 with a limit of 48: files of 48, 100 (alone), 44.
state = {name: torch.full((size // 4,), float(i)) for i, (name, size) in enumerate([("one", 40), ("two", 8), ("three", 100), ("four", 4), ("five", 20), ("six", 20)])}
split = split_torch_state_dict_into_shards(state, filename_pattern="model{suffix}.safetensors", max_shard_size=48)
folder = HERE / "sharded"
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
for file, names in split.filename_to_tensors.items():
    save_file({name: state[name] for name in names}, folder / file, metadata=PT)
index = {"metadata": {"total_parameters": 48, **split.metadata}, "weight_map": split.tensor_to_filename}
(folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
