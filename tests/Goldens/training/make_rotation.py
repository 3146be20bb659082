"""Which checkpoints the reference deletes.  python make_rotation.py > rotation.json   (transformers 5.23.0)"""
import itertools
import json
import logging
import os
import shutil
import tempfile

from transformers.trainer_utils import get_last_checkpoint, rotate_checkpoints

logging.disable(logging.CRITICAL)
os.chdir(tempfile.mkdtemp())
cases = []
orders = [[100, 200, 300, 400], [400, 100, 200, 300], [5, 10, 15, 1000, 20], [7], [9, 10]]
for order, gap, limit in itertools.product(orders, [100, 0.1], [None, 0, 1, 2, 3]):
    for best in [None] + order[:3]:
        shutil.rmtree("out", ignore_errors=True)
        for i, step in enumerate(order):
            os.makedirs(f"out/checkpoint-{step}")
            open(f"out/checkpoint-{step}/trainer_state.json", "w").close()
            os.utime(f"out/checkpoint-{step}", (1_700_000_000 + i * gap,) * 2)
        rotate_checkpoints("out", limit, None if best is None else f"out/checkpoint-{best}", use_mtime=True)
        left = sorted(int(d[11:]) for d in os.listdir("out"))
        cases.append({"written": order, "gap": gap, "limit": limit, "best": best, "left": left, "last": get_last_checkpoint("out")})
print("[" + ",\n".join(json.dumps(c) for c in cases) + "]")
