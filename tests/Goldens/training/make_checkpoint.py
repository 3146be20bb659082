"""A checkpoint of the reference, and how the reference goes on from it, with the tiny model of tiny.py.

    python make_checkpoint.py                  writes reference-checkpoint/ and resumed.json
    python make_checkpoint.py OPTIM            the same for sgd or adafactor: reference-checkpoint-OPTIM/ and resumed-OPTIM.json
    python make_checkpoint.py --resume FOLDER  goes on from a checkpoint that the C# Trainer wrote and prints the outcome

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU), one thread.
"""
import json
import os
import shutil
import sys
import tempfile

from tiny import HERE as here, Recorder, Rows, Tiny, accuracy, clean, quiet
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments

settings = dict(per_device_train_batch_size=3, per_device_eval_batch_size=4, gradient_accumulation_steps=1, num_train_epochs=2, learning_rate=0.05, warmup_steps=2,
                logging_steps=3, eval_strategy="steps", eval_steps=5, save_steps=5, metric_for_best_model="accuracy", weight_decay=0.01, optim="adamw_torch_fused")
others = {"sgd": dict(optim="sgd", optim_args="momentum=0.9"), "adafactor": dict(optim="adafactor")}
optim = sys.argv[1] if sys.argv[1:2] and sys.argv[1] in others else None
settings.update(others.get(optim, {}))
suffix = f"-{optim}" if optim else ""


def train(out, resume=None):
    args = TrainingArguments(output_dir=out, use_cpu=True, disable_tqdm=True, **settings)
    recorder = Recorder()
    trainer = Trainer(model=Tiny(), args=args, train_dataset=Rows(20), eval_dataset=Rows(9, 1), compute_metrics=accuracy,
                      callbacks=[recorder, EarlyStoppingCallback(9)])
    quiet(trainer)
    trainer.train(resume_from_checkpoint=resume)
    return {"events": recorder.events, "log_history": [clean(l) for l in trainer.state.log_history],
            "weights": {k: [float(x) for x in v.flatten()] for k, v in trainer.model.state_dict().items()}}


if sys.argv[1:2] == ["--resume"]:
    print(json.dumps(train(os.path.dirname(os.path.abspath(sys.argv[2])), os.path.abspath(sys.argv[2]))))
else:
    os.chdir(tempfile.mkdtemp())
    train("out")
    target = os.path.join(here, "reference-checkpoint" + suffix)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree("out/checkpoint-5", target)
    os.remove(os.path.join(target, "training_args.bin"))
    json.dump({"settings": settings, **train("out", "out/checkpoint-5")}, open(os.path.join(here, f"resumed{suffix}.json"), "w"), indent=1)
