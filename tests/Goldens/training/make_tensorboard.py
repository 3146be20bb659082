"""Records of event files of torch's SummaryWriter at time 1.5.  python make_tensorboard.py > tensorboard.json   (torch 2.13.0, tensorboard)"""
import glob
import json
import os
import tempfile
import time

time.time = lambda: 1.5
import torch
from torch.utils.tensorboard import SummaryWriter


def record(write):
    folder = tempfile.mkdtemp()
    writer = SummaryWriter(folder)
    write(writer)
    writer.close()
    return open(glob.glob(os.path.join(folder, "events*"))[0], "rb").read().hex()


def logs(writer):
    writer.add_text("args", '{"a": "caf\u00e9"}')
    writer.add_scalar("train/loss", 0.123456789, 0)
    writer.add_scalar("eval/accuracy", 1.0, 300)
    writer.add_scalar("train/total_flos", 1e15, 70000)


def histograms(writer):
    # Sums of these numbers are exact in any order.
    writer.add_histogram("weights/a", torch.tensor([(i * 37 % 101 - 50) / 64 for i in range(300)]), 5)
    writer.add_histogram("gradients/one", torch.tensor([0.25]), 1)
    writer.add_histogram("gradients/zero", torch.zeros(7), 1)
    writer.add_histogram("gradients/edges", torch.tensor([-1e-12, 0.0, 1e-12, 2e-13, -3.0, 3.0], dtype=torch.float32), 2)


print(json.dumps({"hex": record(logs), "histograms": record(histograms)}))
