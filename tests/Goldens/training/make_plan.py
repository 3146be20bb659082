"""The arithmetic of runs, the decisions of the default flow and of early stopping, taken from the reference itself.

Made with transformers 5.23.0, torch 2.13.0 (CPU):  python make_plan.py > plan.json
"""
import itertools
import json
import logging
import os
import tempfile
import warnings

import torch
import transformers
from transformers import EarlyStoppingCallback, Trainer, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_callback import DefaultFlowCallback

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
out = tempfile.mkdtemp()


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)

    def forward(self, x, labels=None):
        return {"loss": self.layer(x).sum()}


class Rows(torch.utils.data.Dataset):
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i): return {"x": [0.0, 0.0], "labels": 0}


class Stream(torch.utils.data.IterableDataset):
    def __iter__(self): return iter([{"x": [0.0, 0.0], "labels": 0}])


def trainer(rows, **kw):
    args = TrainingArguments(output_dir=out, use_cpu=True, **kw)
    return Trainer(model=Model(), args=args, train_dataset=rows, eval_dataset=rows)


NAMES = ["num_train_epochs", "num_update_steps_per_epoch", "num_examples", "num_train_samples", "total_train_batch_size", "steps_in_epoch", "max_steps"]
plans = []
for n, batch, accumulate, epochs, max_steps, drop in itertools.chain(
        itertools.product([1, 7, 10, 64], [1, 4, 8], [1, 3, 4], [1.0, 2.5, 0.3], [-1, 0, 5, 11], [False]),
        [(10, 4, 1, 3.0, -1, True), (10, 4, 2, 3.0, -1, True), (9, 4, 3, 1.7, 4, True)]):
    t = trainer(Rows(n), per_device_train_batch_size=batch, gradient_accumulation_steps=accumulate, num_train_epochs=epochs, max_steps=max_steps,
                dataloader_drop_last=drop)
    loader = t.get_train_dataloader()
    values = t.set_initial_training_values(t.args, loader)
    plans.append([n, batch, accumulate, epochs, max_steps, drop, len(loader)] + list(values))
t = trainer(Stream(), max_steps=6, gradient_accumulation_steps=2, per_device_train_batch_size=4)
stream = list(t.set_initial_training_values(t.args, t.get_train_dataloader()))

flows = []
for case in [
    {"logging_steps": 3}, {"logging_steps": 3, "logging_first_step": True}, {"logging_steps": 0.3, "save_steps": 0.5},
    {"logging_strategy": "epoch", "save_strategy": "epoch"}, {"logging_strategy": "no", "save_strategy": "no"},
    {"eval_strategy": "steps", "eval_steps": 4, "save_steps": 4, "logging_steps": 2}, {"eval_strategy": "steps", "eval_steps": 4, "eval_delay": 5},
    {"eval_strategy": "steps", "eval_steps": 3, "eval_delay": 11}, {"eval_strategy": "epoch", "eval_delay": 1.5}, {"eval_strategy": "epoch"},
    {"eval_strategy": "steps", "logging_steps": 5, "save_strategy": "best", "metric_for_best_model": "loss"},
]:
    args = TrainingArguments(output_dir=out, use_cpu=True, **case)
    state, control, flow, trace = TrainerState(), TrainerControl(), DefaultFlowCallback(), []
    state.max_steps = 10
    state.compute_steps(args, 10)
    for step in range(1, 11):
        control._new_step()
        state.global_step, state.epoch = step, step / 5
        flow.on_step_end(args, state, control)
        trace.append("".join(c for c, f in zip("LESX", [control.should_log, control.should_evaluate, control.should_save, control.should_training_stop]) if f))
        if step % 5 == 0:
            control._new_step()
            flow.on_epoch_end(args, state, control)
            trace.append("epoch:" + "".join(c for c, f in zip("LES", [control.should_log, control.should_evaluate, control.should_save]) if f))
    flows.append({"case": case, "steps": [state.logging_steps, state.eval_steps, state.save_steps], "trace": trace})

stops = []
for greater, patience, threshold, metrics in itertools.product(
        [True, False], [1, 2, 3], [0.0, 0.05],
        [[0.5, 0.6, 0.62, 0.61, 0.64, 0.6, 0.7], [0.5, 0.52, 0.54, 0.56, 0.58, 0.6], [0.9, 0.8, 0.7, 0.7, 0.69, 0.8], [float("nan"), 0.5, float("nan"), 0.6]]):
    t = trainer(Rows(8), eval_strategy="steps", metric_for_best_model="accuracy", greater_is_better=greater)
    callback = EarlyStoppingCallback(patience, threshold)
    t.control = TrainerControl()
    trace = []
    for step, value in enumerate(metrics):
        t.state.global_step = step
        found = {"eval_accuracy": value}
        callback.on_evaluate(t.args, t.state, t.control, found)
        better = t._determine_best_metric(found, None)
        trace.append([callback.early_stopping_patience_counter, t.control.should_training_stop, better, t.state.best_metric, t.state.best_global_step])
    stops.append({"greater_is_better": greater, "patience": patience, "threshold": threshold, "metrics": metrics, "trace": trace})

text = json.dumps({
    "versions": {"transformers": transformers.__version__, "torch": torch.__version__},
    "plan_columns": ["examples", "batch", "accumulation", "epochs", "max_steps", "drop_last", "batches"] + NAMES,
    "plans": plans, "stream": stream, "flows": flows, "stops": stops})
print(text.replace("], [", "],\n [").replace('{"', '\n{"'))
