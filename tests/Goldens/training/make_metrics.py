"""How the reference prints metrics and averages losses.  python make_metrics.py > metrics.json   (transformers 5.23.0, numpy 2)"""
import contextlib
import io
import json
import types

import numpy as np
from transformers.trainer_pt_utils import log_metrics, metrics_format

metrics = {"train_runtime": 93784.1299, "train_loss": 0.436699129960, "train_samples": 3668, "total_flos": 419446300011600.0, "epoch": 3.0,
           "train_steps_per_second": 3.757, "train_mem_cpu_alloc_delta": 123456789, "eval_runtime": 0.9999, "x": 1e-7}
out = io.StringIO()
with contextlib.redirect_stdout(out):
    log_metrics(types.SimpleNamespace(is_world_process_zero=lambda: True, metrics_format=metrics_format), "train", metrics)
means = []
for n in [1, 5, 7, 8, 9, 15, 16, 100, 127, 128, 129, 136, 200, 255, 256, 257, 300, 1000, 1001, 4096, 5001]:
    values = np.array([i * 7919 % 1009 / 257 + 1e-4 * i for i in range(n)], dtype=np.float32)
    means.append([n, values.mean().item()])
print(json.dumps({"printed": out.getvalue(), "means": means}, indent=1))
