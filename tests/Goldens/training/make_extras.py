"""Runs of the reference's Trainer with what its users write themselves: weighted and focal losses, learning rates by layer, frozen parameters,
averaged weights.

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU), one thread:  python make_extras.py > extras.json
The tiny model and its data are those of tiny.py; the BERT is tests/Goldens/models/bert-tiny.
"""
import json
import os
import shutil
import tempfile

from tiny import BERT, Rows, Tiny, quiet, torch, transformers
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModelForSequenceClassification, Trainer, TrainerCallback, TrainingArguments

WEIGHTS = [0.5, 2.0, 1.25]


class Own(Trainer):
    loss = None

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        if self.loss is None:
            return super().compute_loss(model, inputs, return_outputs=return_outputs, num_items_in_batch=num_items_in_batch)
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = self.loss(outputs["logits"], labels)
        inputs["labels"] = labels
        return (loss, {"loss": loss, **outputs}) if return_outputs else loss


def weighted(logits, labels):
    return torch.nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS))(logits, labels)


def smoothed(logits, labels):
    return torch.nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS), label_smoothing=0.2)(logits, labels)


def focal(gamma, weights):
    def loss(logits, labels):
        w = torch.tensor(weights)[labels]
        nll = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
        return (w * (1 - torch.exp(-nll)) ** gamma * nll).sum() / w.sum()
    return loss


class Average(TrainerCallback):
    """Averages after each step; evaluates and ends with the average."""
    def __init__(self, decay): self.decay, self.average = decay, None
    def on_train_begin(self, args, state, control, model=None, **kwargs):
        self.average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(self.decay))
        self.average.n_averaged += 1  # the average begins with the weights before the first step
    def on_optimizer_step(self, args, state, control, model=None, **kwargs): self.average.update_parameters(model)
    def swap(self, model):
        for a, b in zip(self.average.module.parameters(), model.parameters()):
            a.data, b.data = b.data, a.data


def layered(decay, lr, layers, wd):
    """The head has the learning rate, the last layer that times decay, and so on; embeddings last."""
    def create(self, model=None):
        decays = set(self.get_decay_parameter_names(self.model))
        groups = {}
        for name, p in self.model.named_parameters():
            depth = 0 if "embeddings" in name else int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else layers + 1
            groups.setdefault((depth, name in decays), []).append(p)
        self.optimizer = torch.optim.AdamW([
            {"params": groups[k], "lr": lr * decay ** (layers + 1 - k[0]), "weight_decay": wd if k[1] else 0.0}
            for k in sorted(groups, key=lambda k: (-k[0], not k[1]))], lr=lr)
        return self.optimizer
    return create


def run(model, rows, loss=None, callbacks=(), create=None, average=None, **kw):
    shutil.rmtree("out", ignore_errors=True)
    settings = dict(per_device_train_batch_size=4, per_device_eval_batch_size=4, num_train_epochs=2, learning_rate=0.05, logging_steps=1, optim="adamw_torch",
                    eval_strategy="epoch", save_strategy="no")
    settings.update(kw)
    args = TrainingArguments(output_dir="out", use_cpu=True, disable_tqdm=True, **settings)
    trainer = Own(model=model, args=args, train_dataset=rows(20, 0), eval_dataset=rows(9, 1), callbacks=list(callbacks))
    trainer.loss = loss
    quiet(trainer)
    if create:
        trainer.create_optimizer = create.__get__(trainer)
    if average:
        evaluate = trainer.evaluate
        def both(*a, **k):
            average.swap(trainer.model)
            try:
                return evaluate(*a, **k)
            finally:
                average.swap(trainer.model)
        trainer.evaluate = both
    trainer.train()
    if average:
        average.swap(trainer.model)
    log = [{k: v for k, v in l.items() if k in ("loss", "eval_loss", "learning_rate", "grad_norm", "step")} for l in trainer.state.log_history[:-1]]
    return {"args": {k: v for k, v in settings.items()}, "log": log, "trainer": trainer}


def tiny_weights(result):
    return {k: [float(x) for x in v.flatten()] for k, v in result["trainer"].model.state_dict().items()}


def bert_rows(n, salt):
    return Rows(n, salt, bert=True)


def bert():
    transformers.set_seed(42)
    model = AutoModelForSequenceClassification.from_pretrained(BERT, num_labels=3, dtype=torch.float32)
    return model


os.chdir(tempfile.mkdtemp())
results = []
for name, loss, extra in [("weighted", weighted, {}), ("weighted and smoothed", smoothed, {}), ("focal", focal(2.0, [1.0] * 3), {}),
                          ("focal and weighted", focal(1.5, WEIGHTS), {})]:
    r = run(Tiny(), Rows, loss)
    results.append({"name": name, "log": r["log"], "weights": tiny_weights(r)})
average = Average(0.9)
r = run(Tiny(), Rows, None, [average], average=average)
results.append({"name": "averaged", "log": r["log"], "weights": tiny_weights(r)})
layers = AutoModelForSequenceClassification.from_pretrained(BERT, num_labels=3).config.num_hidden_layers
r = run(bert(), bert_rows, create=layered(0.5, 0.01, layers, 0.1), learning_rate=0.01, weight_decay=0.1)
results.append({"name": "by layer", "log": r["log"], "rates": [g["initial_lr"] for g in r["trainer"].optimizer.param_groups],
                "decays": [g["weight_decay"] for g in r["trainer"].optimizer.param_groups], "sizes": [len(g["params"]) for g in r["trainer"].optimizer.param_groups]})
model = bert()
for n, p in model.named_parameters():
    p.requires_grad = not (n.startswith("bert.embeddings.") or ".layer.0." in n)
r = run(model, bert_rows, learning_rate=0.01)
results.append({"name": "frozen", "log": r["log"], "sizes": [len(g["params"]) for g in r["trainer"].optimizer.param_groups]})
print(json.dumps({"versions": {"transformers": transformers.__version__, "torch": torch.__version__}, "class_weights": WEIGHTS, "runs": results}).replace('{"name"', '\n{"name"'))
