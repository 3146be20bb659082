"""Whole runs of the reference's Trainer with tiny BERT and DistilBERT classifiers, dropout included: 40 steps and more for each combination
of arguments. Written are the models and, for each run, its log history, the checkpoints it kept and the best of them.

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU), one thread:  python make_comparison.py   (writes beside itself)

The data follow from formulas, so that the tests can make them too.
"""
import json
import os
import shutil
import sys
import tempfile
import warnings

import numpy as np
import torch
import transformers
from datasets import Dataset
from transformers import BertConfig, DistilBertConfig, EarlyStoppingCallback, Trainer, TrainingArguments
from transformers import AutoModelForSequenceClassification as Auto

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
torch.set_num_threads(1)
here = os.path.dirname(os.path.abspath(__file__))

LENGTH = 12


def table(count, kind, salt=0, ragged=False):
    lengths = [4 + (i * 5 + salt) % (LENGTH - 3) for i in range(count)]
    wide = [n if ragged else LENGTH for n in lengths]
    return Dataset.from_dict({
        "input_ids": [[5 + (i * 7 + t * t + salt) % 35 if t < lengths[i] else 0 for t in range(wide[i])] for i in range(count)],
        "attention_mask": [[1 if t < lengths[i] else 0 for t in range(wide[i])] for i in range(count)],
        "labels": [label(i + salt, kind) for i in range(count)],
    })


def pad(features):
    width = max(len(f["input_ids"]) for f in features)
    batch = {k: torch.tensor([f[k] + [0] * (width - len(f[k])) for f in features]) for k in ("input_ids", "attention_mask")}
    batch["labels"] = torch.tensor([f["labels"] for f in features])
    return batch


def label(i, kind):
    if kind == "regression":
        return ((i * 37) % 101 - 50) / 40
    return [float((i * 3 + j * j) % 3 == 0) for j in range(3)] if kind == "multilabel" else (i * 7 % 35) % 3  # the first token says it


class Stream(torch.utils.data.IterableDataset):
    def __init__(self, count): self.rows = table(count, "classes")
    def __iter__(self): return iter(self.rows)


def make_models():
    small = dict(vocab_size=40, max_position_embeddings=24)
    kinds = {
        "bert": (BertConfig, dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32), "classes"),
        "distilbert": (DistilBertConfig, dict(dim=16, n_layers=2, n_heads=2, hidden_dim=32), "classes"),
        "regression": (BertConfig, dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32), "regression"),
        "multilabel": (DistilBertConfig, dict(dim=16, n_layers=1, n_heads=2, hidden_dim=32), "multilabel"),
    }
    for name, (config, size, kind) in kinds.items():
        torch.manual_seed(1)
        extra = dict(num_labels=1) if kind == "regression" else dict(num_labels=3)
        if kind == "multilabel":
            extra["problem_type"] = "multi_label_classification"
        model = Auto.from_config(config(**small, **size, **extra))
        for p in model.parameters():
            if p.dim() > 1:
                p.data.mul_(8)  # wider than fresh weights, so that 40 steps go somewhere
        model.save_pretrained(os.path.join(here, name))
    return {name: kind for name, (_, _, kind) in kinds.items()}


def metrics_of(kind):
    def compute(p):
        logits, labels = p.predictions, p.label_ids
        if kind == "regression":
            return {"mse": float(np.mean((logits.reshape(-1).astype(np.float64) - labels.reshape(-1).astype(np.float64)) ** 2))}
        if kind == "multilabel":
            return {"accuracy": float(((logits > 0) == (labels > 0.5)).mean())}
        return {"accuracy": float((logits.argmax(-1) == labels).mean())}
    return compute


def batched():
    seen = {"right": 0, "all": 0}

    def compute(p, compute_result):
        seen["right"] += int((p.predictions.argmax(-1) == p.label_ids).sum()); seen["all"] += len(p.label_ids)
        if not compute_result:
            return None
        found = {"accuracy": seen["right"] / seen["all"], "rows": float(seen["all"])}
        seen["right"] = seen["all"] = 0
        return found
    return compute


def clean(log):
    return {k: v for k, v in log.items() if not k.endswith(("_runtime", "_per_second"))}


def run(name, kinds, model="bert", train_rows=40, eval_rows=10, stop=None, named=False, stream=False, ragged=False, mean=False, by_batch=False, **kw):
    shutil.rmtree("out", ignore_errors=True)
    settings = dict(per_device_train_batch_size=4, per_device_eval_batch_size=4, num_train_epochs=4, learning_rate=1e-3, logging_steps=1,
                    optim="adamw_torch", save_strategy="no")
    settings.update(kw)
    upstream = settings.pop("upstream_accumulation", None)
    args = TrainingArguments(output_dir="out", use_cpu=True, disable_tqdm=True, **settings)
    kind = kinds[model]
    evaluation = table(eval_rows, kind, 1, ragged)
    if named:
        evaluation = {"a": evaluation, "b": table(eval_rows + 3, kind, 2)}
    trainer = Trainer(
        model=Auto.from_pretrained(os.path.join(here, model), dtype=torch.float32), args=args,
        train_dataset=Stream(train_rows) if stream else table(train_rows, kind, 0, ragged), eval_dataset=evaluation,
        compute_metrics=batched() if by_batch else metrics_of(kind), callbacks=[EarlyStoppingCallback(stop)] if stop else None, data_collator=pad if ragged else None)
    if mean:
        trainer.model_accepts_loss_kwargs = False  # the mean over the batches of an update, not the sum of their means
    trainer.remove_callback(transformers.PrinterCallback)
    result = trainer.train()
    kept = sorted((d for d in os.listdir("out") if d.startswith("checkpoint-")), key=lambda d: int(d[11:]))
    print(f"{name:28} {result.global_step:3} steps, loss {result.training_loss:.4f}, kept {kept}", file=sys.stderr)
    assert result.global_step >= 40 or stop, name
    if upstream:
        settings["upstream_accumulation"] = True
    return {
        "name": name, "model": model, "kind": kind, "train_rows": train_rows, "eval_rows": eval_rows, "stop": stop, "named": named, "stream": stream,
        "ragged": ragged, "by_batch": by_batch, "args": settings, "checkpoints": kept,
        "best": [trainer.state.best_metric, trainer.state.best_global_step, trainer.state.best_model_checkpoint],
        "train_loss": result.training_loss, "metrics": list(result.metrics), "log_history": [clean(l) for l in trainer.state.log_history],
    }


by_epoch = dict(eval_strategy="epoch", save_strategy="epoch")
best = dict(load_best_model_at_end=True, metric_for_best_model="accuracy")


def every(n): return dict(eval_strategy="steps", eval_steps=n)


cases = [
    # schedules
    ("linear", dict(warmup_steps=5, optim="adamw_torch_fused", weight_decay=0.01, **by_epoch, **best)),
    ("cosine", dict(lr_scheduler_type="cosine", lr_scheduler_kwargs={"num_cycles": 1.5}, warmup_steps=0.1)),
    ("cosine with restarts", dict(lr_scheduler_type="cosine_with_restarts", lr_scheduler_kwargs={"num_cycles": 3}, warmup_steps=5)),
    ("polynomial", dict(lr_scheduler_type="polynomial", lr_scheduler_kwargs={"lr_end": 1e-5, "power": 2.0}, warmup_steps=4)),
    ("constant", dict(lr_scheduler_type="constant", adam_beta1=0.8, adam_beta2=0.95, adam_epsilon=1e-6)),
    ("constant with warmup", dict(lr_scheduler_type="constant_with_warmup", warmup_steps=6, logging_first_step=True, logging_steps=5)),
    ("inverse sqrt", dict(lr_scheduler_type="inverse_sqrt", lr_scheduler_kwargs={"timescale": 8}, warmup_steps=4)),
    ("plateau", dict(lr_scheduler_type="reduce_lr_on_plateau", lr_scheduler_kwargs={"patience": 0, "factor": 0.5, "threshold": 0.1}, **every(4))),
    ("greedy", dict(lr_scheduler_type="greedy", lr_scheduler_kwargs={"patience": 1, "factor": 0.5, "min_lr": 1e-5, "max_lr": 0.01, "smooth": True,
                                                                     "window_size": 3}, **every(2))),
    ("cosine with min lr", dict(lr_scheduler_type="cosine_with_min_lr", lr_scheduler_kwargs={"min_lr_rate": 0.1}, warmup_steps=3)),
    ("cosine warmup with min lr", dict(lr_scheduler_type="cosine_warmup_with_min_lr", warmup_steps=6,
                                       lr_scheduler_kwargs={"min_lr": 1e-5, "warmup_lr_rate": 0.2})),
    ("warmup stable decay", dict(lr_scheduler_type="warmup_stable_decay", warmup_steps=6,
                                 lr_scheduler_kwargs={"num_decay_steps": 12, "warmup_type": "cosine", "decay_type": "1-sqrt", "min_lr_ratio": 0.1})),
    # optimizers
    ("sgd", dict(optim="sgd", optim_args="momentum=0.9,nesterov=true", learning_rate=0.02, weight_decay=0.1)),
    ("adagrad", dict(optim="adagrad", optim_args="lr_decay=0.01", learning_rate=0.005, weight_decay=0.01)),
    ("rmsprop", dict(optim="rmsprop", optim_args="alpha=0.9,momentum=0.5,centered=true", learning_rate=5e-4, lr_scheduler_type="cosine")),
    ("adafactor", dict(optim="adafactor", weight_decay=0.01, warmup_steps=0.2)),
    # loss
    ("label smoothing", dict(label_smoothing_factor=0.1, **by_epoch)),
    ("neftune", dict(neftune_noise_alpha=5.0, **every(10))),
    ("no clipping", dict(max_grad_norm=0.0, weight_decay=0.05)),
    ("clipping", dict(max_grad_norm=0.1, logging_nan_inf_filter=True)),
    # data
    ("sequential", dict(train_sampling_strategy="sequential", seed=5)),
    ("group by length", dict(train_sampling_strategy="group_by_length", ragged=True, train_rows=42, **by_epoch)),
    ("batch rebalance", dict(train_sampling_strategy="batch_rebalance", ragged=True, **every(10))),
    ("drop last, seeds", dict(train_rows=43, dataloader_drop_last=True, seed=7, data_seed=11, full_determinism=True)),
    ("stream", dict(stream=True, max_steps=41, **every(20))),
    # duration and intervals
    ("ratios", dict(logging_steps=0.05, eval_strategy="steps", eval_steps=0.1, save_strategy="steps", save_steps=0.3, warmup_steps=0.15)),
    ("fractional epochs", dict(num_train_epochs=4.25, **by_epoch)),
    ("max steps, start, delay", dict(max_steps=43, eval_on_start=True, eval_delay=15, logging_steps=3, save_strategy="steps", save_steps=20, **every(6))),
    ("logs by epoch", dict(logging_strategy="epoch", eval_delay=1.5, **by_epoch)),
    # evaluation and checkpoints
    ("two sets", dict(named=True, eval_accumulation_steps=2, load_best_model_at_end=True, metric_for_best_model="b_accuracy", **by_epoch)),
    ("save best", dict(save_strategy="best", save_total_limit=2, **every(4), **best)),
    ("total limit 1", dict(save_strategy="steps", save_steps=8, save_total_limit=1, **every(4), **best)),
    ("total limit 2, model only", dict(save_strategy="steps", save_steps=7, save_total_limit=2, save_only_model=True, logging_strategy="no")),
    ("early stopping", dict(num_train_epochs=12, stop=2, save_total_limit=2, **by_epoch, **best)),
    ("loss only", dict(prediction_loss_only=True, eval_do_concat_batches=False, **every(10))),
    ("metrics by batch", dict(by_batch=True, batch_eval_metrics=True, **every(10))),
    ("tokens", dict(include_num_input_tokens_seen="all", logging_steps=4, **by_epoch)),
    ("tokens without padding", dict(include_num_input_tokens_seen="non_padding", logging_steps=4)),
    # accumulation, other models
    ("accumulation", dict(train_rows=80, gradient_accumulation_steps=2, mean=True)),
    ("accumulation, short window", dict(train_rows=84, gradient_accumulation_steps=4, num_train_epochs=7, mean=True)),
    ("accumulation upstream", dict(train_rows=80, gradient_accumulation_steps=2, upstream_accumulation=True)),
    ("distilbert", dict(model="distilbert", warmup_steps=4, weight_decay=0.01, save_strategy="steps", save_steps=15, save_total_limit=2, **every(5))),
    ("distilbert accumulation", dict(model="distilbert", train_rows=80, gradient_accumulation_steps=2, mean=True, lr_scheduler_type="cosine", **by_epoch)),
    ("regression", dict(model="regression", load_best_model_at_end=True, metric_for_best_model="mse", greater_is_better=False, **by_epoch)),
    ("multilabel", dict(model="multilabel", label_smoothing_factor=0.0, neftune_noise_alpha=2.0, **by_epoch, **best)),
]
kinds = make_models()
os.chdir(tempfile.mkdtemp())
runs = [run(name, kinds, **kw) for name, kw in cases]
for i, part in enumerate([runs[:16], runs[16:31], runs[31:]]):
    text = json.dumps({"versions": {"transformers": transformers.__version__, "torch": torch.__version__}, "runs": part})
    with open(os.path.join(here, f"runs-{i + 1}.json"), "w") as file:
        file.write(text.replace('{"name"', '\n{"name"').replace('"log_history"', '\n "log_history"') + "\n")
