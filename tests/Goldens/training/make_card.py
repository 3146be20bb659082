"""Model cards of the reference's Trainer, with the arguments and logs they were made of.

Made with transformers 5.23.0, torch 2.13.0 (CPU), one thread, offline:  python make_card.py > card.json
The BERT is tests/Goldens/models/bert-tiny.
"""
import json
import os
import shutil
import tempfile

from tiny import BERT, Rows, accuracy, quiet, torch, transformers
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


def metrics(p):
    return {**accuracy(p), "f1_macro": 0.123456789, "exactly": 0.5}


def run(name, card, evaluate=True, train=True, **kw):
    shutil.rmtree("my-model", ignore_errors=True)
    settings = dict(per_device_train_batch_size=4, per_device_eval_batch_size=4, num_train_epochs=2.0, learning_rate=5e-5, logging_steps=8, save_strategy="no")
    settings.update(kw)
    args = TrainingArguments(output_dir="my-model", use_cpu=True, disable_tqdm=True, **settings)
    trainer = Trainer(model=AutoModelForSequenceClassification.from_pretrained(BERT, num_labels=3, dtype=torch.float32), args=args, train_dataset=Rows(20, bert=True),
                      eval_dataset=Rows(9, 1, bert=True), compute_metrics=metrics)
    quiet(trainer)
    if train:
        trainer.train()
    if evaluate:
        trainer.evaluate()
    trainer.create_model_card(**card)
    return {"name": name, "args": settings, "card": card, "log_history": trainer.state.log_history, "text": open("my-model/README.md").read()}


os.chdir(tempfile.mkdtemp())
glue = {"language": "en", "tags": "mine", "finetuned_from": "org/base-model", "tasks": "text-classification", "dataset_tags": "glue", "dataset": "GLUE MRPC", "dataset_args": "mrpc"}
runs = [
    run("epochs", glue, eval_strategy="epoch"),
    run("steps", {"license": "mit", "language": ["en", "no"], "model_name": "Another name"}, eval_strategy="steps", eval_steps=3, gradient_accumulation_steps=2, warmup_steps=0.1,
        label_smoothing_factor=0.1, max_steps=6, logging_steps=2, lr_scheduler_type="cosine"),
    run("sgd", {"dataset": ["one", "two"]}, optim="sgd", optim_args="momentum=0.9", learning_rate=0.001, warmup_steps=2, per_device_eval_batch_size=8),
    run("evaluated only", {}, train=False),
    run("trained only", {}, evaluate=False),
]
print(json.dumps({"versions": {"transformers": transformers.__version__, "torch": torch.__version__}, "runs": runs}).replace('{"name"', '\n{"name"').replace('"text"', '\n"text"'))
