"""The order of the reference's events, with the step and the state of the random numbers, in runs where several things meet.

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU), one thread:  python make_events.py > events.json
The tiny model and its data are those of tiny.py. "asks" are flags that a callback sets: [event, step, flag, value]; with "replaces" it gives
back a new control in which they are set.
"""
import json
import os
import shutil
import tempfile

from tiny import EVENTS, Rows, Tiny, quiet, state_of_random_numbers, torch, transformers
from transformers import EarlyStoppingCallback, Trainer, TrainerCallback, TrainerControl, TrainingArguments


class FlagRecorder(TrainerCallback):
    def __init__(self, name, events): self.name, self.events = name, events


class Asker(TrainerCallback):
    def __init__(self, asks, replaces): self.asks, self.replaces = asks, replaces


def record(event):
    def call(self, args, state, control, **kwargs):
        flags = "".join(c for c, f in zip("tesvl", ["should_training_stop", "should_epoch_stop", "should_save", "should_evaluate", "should_log"]) if getattr(control, f))
        self.events.append(f"{self.name}.{event} {state.global_step} {state_of_random_numbers()} {flags}".rstrip())
    return call


def ask(event):
    def call(self, args, state, control, **kwargs):
        found = [(flag, value) for e, step, flag, value in self.asks if e == event and step == state.global_step]
        if found and self.replaces:
            control = TrainerControl(**{f: getattr(control, f) for f in TrainerControl.__dataclass_fields__})
        for flag, value in found:
            setattr(control, flag, value)
        return control if found and self.replaces else None
    return call


for event in EVENTS:
    setattr(FlagRecorder, "on_" + event, record(event))
    setattr(Asker, "on_" + event, ask(event))


def run(name, rows=22, eval_rows=9, asks=(), replaces=False, stop=None, first=False, **kw):
    shutil.rmtree("out", ignore_errors=True)
    settings = dict(per_device_train_batch_size=4, per_device_eval_batch_size=4, num_train_epochs=2, learning_rate=0.05, logging_steps=2, optim="adamw_torch",
                    save_strategy="no")
    settings.update(kw)
    events = []
    callbacks = [FlagRecorder("a", events), Asker(asks, replaces), FlagRecorder("b", events)] + ([EarlyStoppingCallback(stop)] if stop else [])
    trainer = Trainer(model=Tiny(), args=TrainingArguments(output_dir="out", use_cpu=True, disable_tqdm=True, **settings), train_dataset=Rows(rows),
                      eval_dataset=Rows(eval_rows, 1), callbacks=callbacks)
    quiet(trainer)
    if first:
        trainer.evaluate()
        trainer.predict(Rows(5, 3))
    trainer.train()
    trainer.predict(Rows(5, 3))
    logged = [" ".join(k for k in l if not k.endswith(("_runtime", "_per_second", "_preparation_time"))) for l in trainer.state.log_history]
    return {"name": name, "rows": rows, "eval_rows": eval_rows, "stop": stop, "asks": list(asks), "replaces": replaces, "first": first, "args": settings,
            "global_step": trainer.state.global_step, "logged": logged, "events": events}


os.chdir(tempfile.mkdtemp())
best = dict(load_best_model_at_end=True, metric_for_best_model="loss")
runs = [
    run("start, accumulation, steps beside epochs", eval_on_start=True, gradient_accumulation_steps=2, eval_strategy="steps", eval_steps=2, save_strategy="epoch",
        logging_first_step=True),
    run("epochs beside steps", eval_strategy="epoch", save_strategy="steps", save_steps=4, logging_strategy="epoch", num_train_epochs=1.5),
    run("early stopping", num_train_epochs=5, learning_rate=2.0, eval_strategy="steps", eval_steps=2, save_strategy="steps", save_steps=2, stop=2, **best),
    run("save best", eval_strategy="epoch", save_strategy="best", num_train_epochs=3, **best),
    run("evaluate and predict first", first=True, max_steps=2),
    run("asked by a callback", gradient_accumulation_steps=2, num_train_epochs=3, logging_strategy="no", asks=[
        ["step_end", 1, "should_log", True], ["step_end", 1, "should_save", True], ["step_end", 2, "should_evaluate", True], ["step_end", 2, "should_epoch_stop", True],
        ["epoch_end", 2, "should_save", True], ["substep_end", 3, "should_training_stop", True]]),
    run("asked by a control put in its place", replaces=True, num_train_epochs=2, asks=[
        ["step_end", 2, "should_log", False], ["step_end", 3, "should_evaluate", True], ["evaluate", 3, "should_save", True], ["step_begin", 4, "should_training_stop", True]]),
    run("stopped at the end of an epoch", num_train_epochs=4, eval_strategy="epoch", asks=[["epoch_end", 6, "should_training_stop", True]]),
    run("stopped before it began", asks=[["train_begin", 0, "should_training_stop", True]]),
    run("an epoch that ended at once", num_train_epochs=2, asks=[["epoch_begin", 0, "should_epoch_stop", True]]),
]
print(json.dumps({"versions": {"transformers": transformers.__version__, "torch": torch.__version__}, "runs": runs}).replace('{"name"', '\n{"name"').replace('"a.epoch', '\n "a.epoch'))
