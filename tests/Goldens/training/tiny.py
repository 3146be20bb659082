"""What the scripts of this folder share: the reference made quiet, a tiny model whose weights follow from formulas (so that the tests can make it
too), its data, and a callback that records every event with the state of the random numbers.

The model is an embedding (12 x 4), dropout, the mean over positions, a linear layer (3 classes). Its forward takes no **kwargs: losses of
accumulated batches are divided by their number.
"""
import hashlib
import os
import warnings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import transformers
from transformers import Trainer, TrainerCallback, TrainingArguments

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()
torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
BERT = os.path.join(HERE, "..", "models", "bert-tiny")
EVENTS = ["init_end", "train_begin", "train_end", "epoch_begin", "epoch_end", "step_begin", "pre_optimizer_step", "optimizer_step", "substep_end",
          "step_end", "evaluate", "predict", "save", "log", "prediction_step"]


def fill(tensor, salt):
    n = tensor.numel()
    tensor.data.copy_(torch.tensor([((i * 37 + salt) % 101 - 50) / 100 for i in range(n)], dtype=torch.float32).reshape(tensor.shape))


class Tiny(torch.nn.Module):
    def __init__(self, p=0.1):
        super().__init__()
        self.embedding = torch.nn.Embedding(12, 4)
        self.dropout = torch.nn.Dropout(p)
        self.classifier = torch.nn.Linear(4, 3)
        fill(self.embedding.weight, 1); fill(self.classifier.weight, 2); fill(self.classifier.bias, 3)

    def forward(self, input_ids, labels=None):
        logits = self.classifier(self.dropout(self.embedding(input_ids)).mean(1))
        return {"logits": logits} if labels is None else {"loss": torch.nn.functional.cross_entropy(logits, labels), "logits": logits}


class Rows(torch.utils.data.Dataset):
    """Rows of six ids and a label; for a BERT with a mask, without padding."""
    def __init__(self, n, salt=0, bert=False): self.n, self.salt, self.bert = n, salt, bert
    def __len__(self): return self.n
    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        ids = [i * i + 3 * j + self.salt for j in range(6)]
        label = (i * 7 + self.salt) % 3
        return {"input_ids": [x % 39 + 1 for x in ids], "attention_mask": [1] * 6, "labels": label} if self.bert else {"input_ids": [x % 12 for x in ids], "labels": label}


def state_of_random_numbers():
    return hashlib.sha1(torch.get_rng_state().numpy().tobytes()).hexdigest()[:8]


class Recorder(TrainerCallback):
    def __init__(self): self.events = []


def hook(name):
    def call(self, args, state, control, **kwargs):
        self.events.append(f"{name} {state.global_step} {state_of_random_numbers()}")
    return call


for event in EVENTS:
    setattr(Recorder, "on_" + event, hook(event))


def accuracy(p):
    return {"accuracy": float((p.predictions.argmax(-1) == p.label_ids).mean())}


def clean(log):
    return {k: v for k, v in log.items() if not k.endswith(("_runtime", "_per_second"))}


def quiet(trainer):
    trainer.remove_callback(transformers.PrinterCallback)
    return trainer
