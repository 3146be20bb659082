"""As FineTune.Bench --ranks, the reference: ranks.py NAME STEPS BATCH LENGTH under torch.distributed.run or alone (transformers 5.23, torch 2.13)."""
import os
import random
import sys
import tempfile
import time

import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainerCallback, TrainingArguments, set_seed

name, steps, batch, length = sys.argv[1], *map(int, sys.argv[2:5])
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
set_seed(42)
sizes = {} if name == "bert-base" else dict(hidden_size=384, num_hidden_layers=6, intermediate_size=1536)
ends = []


class Clock(TrainerCallback):
    def on_step_end(self, args, state, control, **_):
        ends.append(time.perf_counter())


with tempfile.TemporaryDirectory() as folder:
    args = TrainingArguments(folder, per_device_train_batch_size=batch, max_steps=2 + steps, save_strategy="no", logging_strategy="no", use_cpu=True, disable_tqdm=True, report_to="none")
    rows = []
    for _ in range(args.world_size * batch * (2 + steps)):
        ids = [random.randrange(1000, 30522) for _ in range(length)]
        rows.append({"input_ids": ids, "attention_mask": [1] * length, "labels": ids[0] % 2})
    trainer = Trainer(BertForSequenceClassification(BertConfig(num_hidden_layers=sizes.pop("num_hidden_layers", 12), **sizes)), args, train_dataset=rows, callbacks=[Clock()])
    trainer.model_accepts_loss_kwargs = False
    trainer.train()
seconds = ends[-1] - ends[-1 - steps]
if args.process_index == 0:
    print(f"{name}: the reference, {args.world_size} process(es) of {torch.get_num_threads()} threads: {args.world_size * batch * steps / seconds:.2f} samples/s, {seconds / steps * 1e3:.0f} ms a step")
