"""Records of an event file of torch's SummaryWriter at time 1.5.  python make_tensorboard.py > tensorboard.json   (torch 2.13.0, tensorboard)"""
import glob
import json
import os
import tempfile
import time

time.time = lambda: 1.5
from torch.utils.tensorboard import SummaryWriter

folder = tempfile.mkdtemp()
writer = SummaryWriter(folder)
writer.add_text("args", '{"a": "caf\u00e9"}')
writer.add_scalar("train/loss", 0.123456789, 0)
writer.add_scalar("eval/accuracy", 1.0, 300)
writer.add_scalar("train/total_flos", 1e15, 70000)
writer.close()
print(json.dumps({"hex": open(glob.glob(os.path.join(folder, "events*"))[0], "rb").read().hex()}))
