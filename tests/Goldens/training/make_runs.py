"""Whole runs of the reference's Trainer with a tiny model: every event with the state of the random numbers, the log, the checkpoints, the weights.

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU), one thread:  python make_runs.py > runs.json
The tiny model, its data and the recorder of events are those of tiny.py.
"""
import json
import os
import shutil
import tempfile
import types

from tiny import Recorder, Rows, Tiny, accuracy, clean, quiet, torch, transformers
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments


def drawn():
    model = Tiny()
    torch.nn.init.normal_(model.classifier.weight, 0, 0.02)
    return model


class Stream(torch.utils.data.IterableDataset):
    def __init__(self, n): self.rows = Rows(n)
    def __iter__(self): return (self.rows[i] for i in range(len(self.rows)))


def run(name, rows=20, eval_rows=9, stop=None, init=False, named=False, stream=False, **kw):
    out = "out"
    shutil.rmtree(out, ignore_errors=True)
    settings = dict(per_device_train_batch_size=4, per_device_eval_batch_size=4, num_train_epochs=2, learning_rate=0.05, logging_steps=2, optim="adamw_torch")
    settings.update(kw)
    args = TrainingArguments(output_dir=out, use_cpu=True, disable_tqdm=True, **settings)
    recorder = Recorder()
    evaluation = {"a": Rows(eval_rows, 1), "b": Rows(eval_rows, 2)} if named else Rows(eval_rows, 1)
    callbacks = [recorder] + ([EarlyStoppingCallback(stop)] if stop else [])
    common = dict(args=args, train_dataset=Stream(rows) if stream else Rows(rows), eval_dataset=evaluation, compute_metrics=accuracy, callbacks=callbacks)
    model = Tiny()
    if "label_smoothing_factor" in kw:
        model.config = types.SimpleNamespace(problem_type=None)  # the reference looks there before it smooths
    trainer = Trainer(model_init=drawn, **common) if init else Trainer(model=model, **common)
    quiet(trainer)
    result = trainer.train()
    trainer.evaluate()
    test = trainer.predict(Rows(5, 3))
    checkpoints = sorted((d for d in os.listdir(out) if d.startswith("checkpoint-")), key=lambda d: int(d[11:]))
    state = open(os.path.join(out, checkpoints[-1], "trainer_state.json")).read() if checkpoints else None
    weights = {k: [float(x) for x in v.flatten()] for k, v in trainer.model.state_dict().items()}
    print(name, len(recorder.events), checkpoints, file=__import__("sys").stderr)
    settings.pop("optim") if "optim" not in kw else None
    return {
        "name": name, "rows": rows, "eval_rows": eval_rows, "stop": stop, "init": init, "named": named, "stream": stream, "args": settings,
        "events": recorder.events, "log_history": [clean(l) for l in trainer.state.log_history], "global_step": result.global_step,
        "train_loss": result.training_loss, "metrics": list(result.metrics), "total_flos": trainer.state.total_flos,
        "best": [trainer.state.best_metric, trainer.state.best_global_step, trainer.state.best_model_checkpoint],
        "checkpoints": checkpoints, "weights": weights, "predictions": test.predictions.tolist(), "test_metrics": list(test.metrics),
        "state_lengths": None if state is None else len(state),
    }, state


os.chdir(tempfile.mkdtemp())
best = dict(load_best_model_at_end=True, metric_for_best_model="accuracy")
cases = [
    ("epochs", dict(eval_strategy="epoch", save_strategy="epoch", **best)),
    ("steps", dict(eval_strategy="steps", eval_steps=3, save_steps=3, save_total_limit=2, load_best_model_at_end=True)),
    ("accumulation", dict(rows=24, gradient_accumulation_steps=2, save_strategy="no", logging_steps=1)),
    ("ragged accumulation", dict(rows=20, gradient_accumulation_steps=3, save_strategy="no", logging_steps=1)),
    ("fractional epochs", dict(num_train_epochs=1.5, eval_strategy="epoch", save_strategy="epoch")),
    ("max steps", dict(max_steps=7, eval_strategy="steps", eval_steps=4, save_steps=5)),
    ("max steps zero", dict(max_steps=0, save_strategy="no")),
    ("first step", dict(logging_first_step=True, logging_steps=4, save_strategy="no", eval_strategy="steps", eval_delay=5, eval_steps=3)),
    ("log by epoch", dict(logging_strategy="epoch", save_strategy="no", eval_strategy="epoch", eval_delay=1.5)),
    ("no log", dict(logging_strategy="no", save_strategy="no")),
    ("cosine", dict(lr_scheduler_type="cosine", warmup_steps=0.3, logging_steps=1, save_strategy="no")),
    ("constant", dict(lr_scheduler_type="constant_with_warmup", warmup_steps=3, logging_steps=1, save_strategy="no")),
    ("plateau", dict(lr_scheduler_type="reduce_lr_on_plateau", lr_scheduler_kwargs={"patience": 0, "factor": 0.5, "threshold": 0.5}, eval_strategy="steps",
                     eval_steps=2, logging_steps=2, save_strategy="no")),
    ("start", dict(eval_on_start=True, eval_strategy="epoch", save_strategy="no")),
    ("smoothing", dict(label_smoothing_factor=0.2, logging_steps=1, eval_strategy="epoch", save_strategy="no")),
    ("grouped", dict(train_sampling_strategy="group_by_length", logging_steps=1, eval_strategy="epoch", save_strategy="no")),
    ("sequential", dict(train_sampling_strategy="sequential", logging_steps=1, save_strategy="no")),
    ("data seed", dict(data_seed=7, seed=5, logging_steps=1, save_strategy="no")),
    ("sgd", dict(optim="sgd", optim_args="momentum=0.9,nesterov=true", weight_decay=0.1, logging_steps=1, save_strategy="no")),
    ("adagrad", dict(optim="adagrad", logging_steps=1, save_strategy="no")),
    ("rmsprop", dict(optim="rmsprop", optim_args="alpha=0.9,centered=true", logging_steps=1, save_strategy="no")),
    ("adafactor", dict(optim="adafactor", logging_steps=1, save_strategy="no")),
    ("fused", dict(optim="adamw_torch_fused", weight_decay=0.1, logging_steps=1, save_strategy="no")),
    ("save best", dict(eval_strategy="steps", eval_steps=2, save_strategy="best", save_total_limit=2, **best)),
    ("early stopping", dict(num_train_epochs=6, eval_strategy="epoch", save_strategy="epoch", save_total_limit=1, stop=1, **best)),
    ("tokens", dict(include_num_input_tokens_seen="all", save_strategy="no")),
    ("no clipping", dict(max_grad_norm=0, logging_steps=1, save_strategy="no")),
    ("clipping", dict(max_grad_norm=0.05, logging_steps=1, save_strategy="no")),
    ("two sets", dict(named=True, eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="b_loss")),
    ("drawn model", dict(init=True, logging_steps=1, save_strategy="no")),
    ("stream", dict(stream=True, rows=10, max_steps=6, eval_strategy="steps", eval_steps=4, save_steps=4, logging_steps=1)),
    ("drop last", dict(rows=22, dataloader_drop_last=True, eval_strategy="epoch", save_strategy="no", logging_steps=1)),
    ("one eval row left", dict(rows=8, eval_rows=13, eval_strategy="epoch", save_strategy="no")),
]
runs, states = [], {}
for name, kw in cases:
    result, state = run(name, **kw)
    runs.append(result)
    if name in ("steps", "early stopping"):
        states[name] = state
text = json.dumps({"versions": {"transformers": transformers.__version__, "torch": torch.__version__}, "runs": runs, "states": states})
print(text.replace('{"name"', '\n{"name"').replace('"log_history"', '\n "log_history"').replace('"weights"', '\n "weights"').replace('{"loss"', '\n  {"loss"'))
