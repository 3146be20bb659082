"""Checkpoints handed over between this program and the reference, in both directions, for several optimizers.

    python bench/interchange.py        after: dotnet build bench/FineTune.Endurance -c Release

The reference and this program each train a tiny BERT with dropout for twelve steps and save at the sixth; then each goes on from the other's
checkpoint-6. Printed: how far the losses of the steps 7 to 12 are from those of the run that was not handed over.
Made for transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU).
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

import torch
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, PrinterCallback, Trainer, TrainingArguments, set_seed)

programs = os.path.join(os.path.dirname(os.path.abspath(__file__)), "FineTune.Endurance/bin/Release/net10.0")
work = tempfile.mkdtemp(prefix="interchange-")
subprocess.run(["dotnet", os.path.join(programs, "FineTune.Endurance.dll"), "task", work], check=True)
model_dir, train_csv = os.path.join(work, "model"), os.path.join(work, "train.csv")
common = dict(max_steps=12, per_device_train_batch_size=4, learning_rate=0.005, warmup_steps=2, logging_steps=1, save_steps=6, seed=42, weight_decay=0.01)
cases = {"adamw_torch_fused": None, "adamw_torch": None, "sgd": "momentum=0.9", "sgd ": None, "adafactor": None, "adagrad": None, "rmsprop": None}


def rows():
    tokenizer = AutoTokenizer.from_pretrained(model_dir)
    with open(train_csv) as file:
        data = list(csv.DictReader(file))
    names = sorted({row["label"] for row in data})
    return tokenizer, [{**tokenizer(row["text"], truncation=True), "labels": names.index(row["label"])} for row in data]


def reference(name, optim, optim_args, resume=None):
    set_seed(42)
    model = AutoModelForSequenceClassification.from_pretrained(model_dir, num_labels=3)
    args = TrainingArguments(output_dir=os.path.join(work, name), use_cpu=True, disable_tqdm=True, optim=optim, optim_args=optim_args, **common)
    tokenizer, data = rows()
    trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=DataCollatorWithPadding(tokenizer), processing_class=tokenizer)
    trainer.remove_callback(PrinterCallback)
    trainer.train(resume_from_checkpoint=resume)
    return losses(trainer.state.log_history)


def ours(name, optim, optim_args, resume=None):
    words = ["dotnet", os.path.join(programs, "FineTune.Cli.dll"), "train", "--model_name_or_path", model_dir, "--train_file", train_csv, "--no_pad_to_max_length",
             "--output_dir", os.path.join(work, name), "--optim", optim] + [w for k, v in common.items() for w in (f"--{k}", str(v))]
    words += ["--optim_args", optim_args] if optim_args else []
    words += ["--resume_from_checkpoint", resume] if resume else []
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    with open(os.path.join(work, name, "trainer_state.json")) as file:
        return losses(json.load(file)["log_history"])


def losses(history):
    return {entry["step"]: entry["loss"] for entry in history if "loss" in entry}


def distance(left, right):
    assert len(left) == len(right) == 12, (left, right)
    return max(abs(left[step] - right[step]) for step in range(7, 13))


worst = 0.0
for label, optim_args in cases.items():
    optim = label.strip()
    tag = optim + (optim_args or "").replace("=", "")
    theirs, mine = reference(f"reference-{tag}", optim, optim_args), ours(f"ours-{tag}", optim, optim_args)
    at_all = max(abs(theirs[s] - mine[s]) for s in theirs)
    to_reference = distance(mine, reference(f"to-reference-{tag}", optim, optim_args, os.path.join(work, f"ours-{tag}", "checkpoint-6")))
    to_ours = distance(theirs, ours(f"to-ours-{tag}", optim, optim_args, os.path.join(work, f"reference-{tag}", "checkpoint-6")))
    print(f"{tag:24} not handed over {at_all:.1e}   reference goes on from ours {to_reference:.1e}   we go on from the reference's {to_ours:.1e}", flush=True)
    worst = max(worst, at_all, to_reference, to_ours)
sys.exit(0 if worst < 2e-5 else 1)
