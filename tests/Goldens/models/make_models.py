"""Makes tiny checkpoints and what the reference computes with them: logits, losses, gradients, random states, fresh weights.

Reference: transformers 5.23.0, torch 2.13.0 (CPU), safetensors 0.8. Run with its Python from this folder: python make_models.py
"""
import hashlib, json, os, shutil
import torch
from safetensors.torch import load_file, save_file
from transformers import (AutoModel, AutoModelForSequenceClassification, BertConfig, BertForSequenceClassification, BertModel,
                          DistilBertConfig, DistilBertForSequenceClassification, DistilBertModel, logging, set_seed)
from transformers.integrations.neftune import neftune_post_forward_hook

logging.set_verbosity_error()
torch.set_num_threads(1)

BERT = dict(vocab_size=40, hidden_size=12, num_hidden_layers=2, num_attention_heads=2, intermediate_size=20, max_position_embeddings=16)
DISTIL = dict(vocab_size=40, dim=12, n_layers=2, n_heads=3, hidden_dim=20, max_position_embeddings=16)
CLASSES = {"bert": (BertConfig, BertForSequenceClassification, BertModel, BERT),
           "distilbert": (DistilBertConfig, DistilBertForSequenceClassification, DistilBertModel, DISTIL)}
meta = {"cases": [], "scratch": [], "heads": []}


def state_hash():
    return hashlib.sha256(torch.get_rng_state().numpy().tobytes()).hexdigest()


def shuffle(model, seed):
    """Gives every weight, biases and norms too, numbers that make every gradient large."""
    torch.manual_seed(seed)
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            parameter.copy_(torch.randn(parameter.shape) * 0.4 + (1 if "orm.weight" in name else 0))
    return model.eval()


def batch(seed, rows, length, kind, types, padding):
    g = torch.Generator().manual_seed(seed)
    given = {"input_ids": torch.randint(1, 40, (rows, length), generator=g)}
    if padding:
        mask = torch.ones(rows, length, dtype=torch.long)
        for row in range(1, rows):
            gone = int(torch.randint(1, length - 1, (1,), generator=g))
            if padding == "right":
                mask[row, length - gone:] = 0
            elif padding == "left":
                mask[row, :gone] = 0
            else:
                mask[row, torch.randperm(length, generator=g)[:gone]] = 0
        given["input_ids"][mask == 0] = 0
        given["attention_mask"] = mask
    if types:
        given["token_type_ids"] = torch.randint(0, 2, (rows, length), generator=g)
    given["labels"] = {"single": lambda: torch.randint(0, 3, (rows,), generator=g),
                       "multi": lambda: torch.randint(0, 2, (rows, 3), generator=g).float(),
                       "one": lambda: torch.randn(rows, generator=g),
                       "numbers": lambda: torch.randn(rows, 3, generator=g)}[kind]()
    return given


def record(name, kind, folder, given, train_seed=None, gradients_of="", neftune=None, **overrides):
    set_seed(42)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32, **overrides)
    state = None
    if train_seed is not None:
        model.train()
        torch.manual_seed(train_seed)
    if neftune is not None:
        model.get_input_embeddings().neftune_noise_alpha = neftune
        model.get_input_embeddings().register_forward_hook(neftune_post_forward_hook)
    output = model(**given)
    if train_seed is not None:
        state = state_hash()
    output.loss.backward()
    tensors = {k: v.contiguous() for k, v in given.items()}
    tensors |= {"expected.logits": output.logits.detach(), "expected.loss": output.loss.detach()}
    tensors |= {"gradient." + k: v.grad for k, v in model.named_parameters() if gradients_of in k}
    save_file(tensors, f"cases/{name}.safetensors")
    meta["cases"].append({"name": name, "folder": folder, "train_seed": train_seed, "random_state": state,
                          "neftune": neftune,
                          "problem_type": model.config.problem_type, "overrides": json.dumps(overrides)})


for folder in ("cases", "bert-tiny", "distilbert-tiny", "bert-base-bf16", "bert-gamma", "bert-sharded", "bert-bin", "distilbert-base-f16",
               "bert-prelu", "distilbert-xielu"):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)

# From scratch: every number is drawn, first by the constructors, then by the model's own rules.
for kind, (config_class, head_class, base_class, sizes) in CLASSES.items():
    for labels, extra in ((2, {}), (3, {"initializer_range": 0.5}), (1, {"pad_token_id": None}), (3, {"sinusoidal_pos_embds": True})):
        if "sinusoidal_pos_embds" in extra and kind == "bert":
            continue
        config = config_class(**sizes, num_labels=labels, **extra)
        set_seed(42)
        model = head_class(config)
        name = f"{kind}-scratch-{labels}{'-sinusoidal' if 'sinusoidal_pos_embds' in extra else ''}"
        save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"cases/{name}.safetensors")
        meta["scratch"].append({"name": name, "config": config.to_json_string(), "random_state": state_hash()})

# Checkpoints as the reference saves them.
bert = shuffle(BertForSequenceClassification(BertConfig(**BERT, num_labels=3)), 1)
bert.save_pretrained("bert-tiny")
bert.save_pretrained("bert-sharded", max_shard_size="6KB")
distil = shuffle(DistilBertForSequenceClassification(DistilBertConfig(**DISTIL, num_labels=3)), 2)
distil.save_pretrained("distilbert-tiny")

# A base model without prefix and pooler, in bfloat16, with the buffer and head old files have.
old = {k: v.to(torch.bfloat16) for k, v in bert.bert.state_dict().items() if not k.startswith("pooler")}
old["embeddings.position_ids"] = torch.arange(16)[None]
old["cls.predictions.bias"] = torch.zeros(40, dtype=torch.bfloat16)
old["encoder.layer.0.extra.weight"] = torch.ones(1, dtype=torch.bfloat16)
old["encoder.layer.1.extra.weight"] = torch.ones(1, dtype=torch.bfloat16)
save_file(old, "bert-base-bf16/model.safetensors", metadata={"format": "pt"})
BertConfig(**BERT).save_pretrained("bert-base-bf16")
# The same in float16 with the prefix, for DistilBERT.
save_file({"distilbert." + k: v.to(torch.float16) for k, v in distil.distilbert.state_dict().items()},
          "distilbert-base-f16/model.safetensors", metadata={"format": "pt"})
DistilBertConfig(**DISTIL).save_pretrained("distilbert-base-f16")

# Names of 2018.
renamed = {k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v.contiguous()
           for k, v in bert.state_dict().items()}
save_file(renamed, "bert-gamma/model.safetensors", metadata={"format": "pt"})
shutil.copy("bert-tiny/config.json", "bert-gamma/config.json")
torch.save(bert.state_dict(), "bert-bin/pytorch_model.bin")
shutil.copy("bert-tiny/config.json", "bert-bin/config.json")

# What a fresh head, and whatever else is missing, draws; and how it is saved.
for folder, labels, seed in (("bert-base-bf16", 2, 42), ("bert-base-bf16", 1, 7), ("bert-base-bf16", 5, 123), ("distilbert-base-f16", 2, 42)):
    set_seed(seed)
    model, info = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=labels, dtype=torch.float32, output_loading_info=True)
    name = f"{folder}-head-{labels}"
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, f"cases/{name}.safetensors")
    model.save_pretrained("saved")
    meta["heads"].append({"name": name, "folder": folder, "labels": labels, "seed": seed, "random_state": state_hash(),
                          "missing": sorted(info["missing_keys"]), "unexpected": sorted(info["unexpected_keys"]), "ignore": False,
                          "file_sha256": hashlib.sha256(open("saved/model.safetensors", "rb").read()).hexdigest(),
                          "config": open("saved/config.json").read()})
# A head of another shape, drawn anew.
set_seed(42)
model, info = AutoModelForSequenceClassification.from_pretrained(
    "bert-tiny", num_labels=4, dtype=torch.float32, output_loading_info=True, ignore_mismatched_sizes=True)
save_file({k: v.contiguous() for k, v in model.state_dict().items()}, "cases/bert-tiny-head-4.safetensors")
model.save_pretrained("saved")
meta["heads"].append({"name": "bert-tiny-head-4", "folder": "bert-tiny", "labels": 4, "seed": 42, "random_state": state_hash(),
                      "missing": [], "unexpected": [], "mismatched": sorted(k for k, _, _ in info["mismatched_keys"]), "ignore": True,
                      "file_sha256": hashlib.sha256(open("saved/model.safetensors", "rb").read()).hexdigest(),
                      "config": open("saved/config.json").read()})

# Base models: hidden states and pooler output of a padded batch.
for kind, (config_class, head_class, base_class, sizes) in CLASSES.items():
    model = AutoModel.from_pretrained(f"{kind}-tiny", dtype=torch.float32)
    given = batch(5, 3, 9, "single", kind == "bert", "right")
    given.pop("labels")
    with torch.no_grad():
        output = model(**given, output_hidden_states=True)
    tensors = given | {"expected.last_hidden_state": output.last_hidden_state}
    tensors |= {f"expected.hidden_states.{i}": h.clone() for i, h in enumerate(output.hidden_states)}
    if kind == "bert":
        tensors["expected.pooler_output"] = output.pooler_output
    save_file(tensors, f"cases/{kind}-base.safetensors")

for kind in CLASSES:
    types = kind == "bert"
    folder = f"{kind}-tiny"
    record(f"{kind}-single", "single", folder, batch(1, 4, 10, "single", types, "right"))
    record(f"{kind}-multi", "multi", folder, batch(2, 3, 7, "multi", False, None))
    record(f"{kind}-regression", "one", folder, batch(3, 4, 8, "one", types, "right"), num_labels=1, ignore_mismatched_sizes=True)
    record(f"{kind}-numbers", "numbers", folder, batch(4, 4, 8, "numbers", types, "right"), problem_type="regression")
    record(f"{kind}-left", "single", folder, batch(6, 4, 9, "single", types, "left"))
    record(f"{kind}-holes", "single", folder, batch(7, 4, 9, "single", types, "holes"))
    record(f"{kind}-train", "single", folder, batch(8, 4, 11, "single", types, "right"), train_seed=7,
           **({"classifier_dropout": 0.3} if types else {}))
    record(f"{kind}-train-no-attention-dropout", "multi", folder, batch(9, 2, 6, "multi", types, "right"), train_seed=11,
           **({"attention_probs_dropout_prob": 0.0} if types else {"attention_dropout": 0.0}))
    record(f"{kind}-neftune", "single", folder, batch(12, 3, 9, "single", types, "right"), train_seed=13, neftune=5.0)

ACTIVATIONS = ["gelu", "gelu_10", "gelu_fast", "gelu_new", "gelu_python", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate",
               "hardswish", "laplace", "leaky_relu", "linear", "mish", "quick_gelu", "relu", "relu2", "relu6", "sigmoid", "silu",
               "sqrtsoftplus", "swish", "tanh"]
for activation in ACTIVATIONS:
    kind, key = ("bert", "hidden_act") if ACTIVATIONS.index(activation) % 2 == 0 else ("distilbert", "activation")
    record(f"activation-{activation}", "single", f"{kind}-tiny", batch(10, 2, 5, "single", False, "right"),
           gradients_of="" if activation in ("gelu_new", "relu", "silu", "tanh") else "layer.0.", **{key: activation})

# The two activations with weights of their own. The reference holds xIELU's in bfloat16; here all is float32.
for kind, activation in (("bert", "prelu"), ("distilbert", "xielu")):
    config_class, head_class, _, sizes = CLASSES[kind]
    config = config_class(**sizes, num_labels=3, **{"hidden_act" if kind == "bert" else "activation": activation})
    set_seed(42)
    model = head_class(config)
    save_file({k: v.float().contiguous() for k, v in model.state_dict().items()}, f"cases/{kind}-{activation}-scratch.safetensors")
    meta["scratch"].append({"name": f"{kind}-{activation}-scratch", "config": config.to_json_string(), "random_state": state_hash()})
    model = shuffle(model.float(), 3)
    model.save_pretrained(f"{kind}-{activation}")
    given = batch(11, 3, 8, "single", kind == "bert", "right")
    output = model(**given)
    output.loss.backward()
    tensors = given | {"expected.logits": output.logits.detach(), "expected.loss": output.loss.detach()}
    save_file(tensors | {"gradient." + k: v.grad for k, v in model.named_parameters()}, f"cases/activation-{activation}.safetensors")
    meta["cases"].append({"name": f"activation-{activation}", "folder": f"{kind}-{activation}", "train_seed": None, "random_state": None,
                          "neftune": None, "problem_type": model.config.problem_type, "overrides": "{}"})

shutil.rmtree("saved")
with open("models.json", "w") as file:
    json.dump(meta, file, indent=1)
    file.write("\n")
