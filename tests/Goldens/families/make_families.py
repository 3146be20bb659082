"""Makes families.json, configs.json and <name>.safetensors: what the reference computes with each family of encoders, from weights both sides can make, and
what it writes back for config.json files as they are found.

Reference: transformers 5.23.0, torch 2.13.0 (CPU). Run with its Python from this folder: python make_families.py [names]

Weights are not stored. FRESH ones are the reference's own for a seed, known by their hash; SHUFFLED ones are torch.randn * SCALE from a seed, parameter
by parameter, plus one for the weights of norms. Gradients are stored whole for the first case of a small model and as projections on vectors of plus and
minus one for everything else.
"""
import copy, hashlib, json, os, sys, tempfile
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, logging, set_seed
from transformers.integrations.neftune import neftune_post_forward_hook

logging.set_verbosity_error()
torch.set_num_threads(1)

SCALE = 0.4
SMALL = dict(vocab_size=24, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, max_position_embeddings=20)
WIDE = dict(vocab_size=40, hidden_size=96, num_hidden_layers=2, num_attention_heads=3, intermediate_size=168, max_position_embeddings=200)
ALBERT = dict(hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1)
MODERN = dict(local_attention=4, pad_token_id=0, bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2, max_position_embeddings=64,
              attention_dropout=0.1, embedding_dropout=0.1, mlp_dropout=0.1, classifier_dropout=0.1)
DISENTANGLED = dict(relative_attention=True, pos_att_type=["c2p", "p2c"], position_biased_input=False, type_vocab_size=2)
V3 = dict(type_vocab_size=0, position_buckets=6, norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type=["p2c", "c2p"])
# name, model type, sizes, token types
TABLE = [
    ("bert", "bert", SMALL, 2),
    ("bert-wide", "bert", WIDE, 2),
    ("distilbert", "distilbert", dict(vocab_size=24, dim=8, n_layers=2, n_heads=2, hidden_dim=12, max_position_embeddings=20), 0),
    ("roberta", "roberta", SMALL | dict(type_vocab_size=1, layer_norm_eps=1e-5), 1),
    ("roberta-types", "roberta", SMALL | dict(type_vocab_size=2, classifier_dropout=0.3, pad_token_id=3, max_position_embeddings=24), 2),
    ("roberta-wide", "roberta", WIDE | dict(type_vocab_size=1), 1),
    ("xlm-roberta", "xlm-roberta", SMALL | dict(type_vocab_size=1, layer_norm_eps=1e-5), 1),
    ("xlm-roberta-wide", "xlm-roberta", WIDE | dict(type_vocab_size=1), 1),
    ("camembert", "camembert", SMALL | dict(type_vocab_size=1, layer_norm_eps=1e-5), 1),
    ("camembert-wide", "camembert", WIDE | dict(type_vocab_size=1), 1),
    ("electra", "electra", SMALL | dict(embedding_size=6), 2),
    ("electra-equal", "electra", SMALL | dict(embedding_size=8, hidden_act="relu", classifier_dropout=0.2), 2),
    ("electra-wide", "electra", WIDE | dict(embedding_size=40), 2),
    ("albert", "albert", SMALL | ALBERT | dict(embedding_size=6, num_hidden_layers=3), 2),
    ("albert-groups", "albert", SMALL | ALBERT | dict(embedding_size=8, num_hidden_layers=5, num_hidden_groups=2, inner_group_num=2), 2),
    ("albert-wide", "albert", WIDE | ALBERT | dict(embedding_size=40, num_hidden_layers=4), 2),
    ("mpnet", "mpnet", SMALL | dict(layer_norm_eps=1e-5), 0),
    ("mpnet-wide", "mpnet", WIDE, 0),
    ("modernbert", "modernbert", SMALL | MODERN | dict(num_hidden_layers=4), 0),
    ("modernbert-mean", "modernbert", SMALL | MODERN | dict(
        classifier_pooling="mean", norm_bias=True, attention_bias=True, mlp_bias=True, classifier_bias=True, hidden_activation="silu",
        classifier_activation="tanh", initializer_cutoff_factor=0.3, layer_types=["sliding_attention", "full_attention"]), 0),
    ("modernbert-wide", "modernbert", WIDE | MODERN | dict(local_attention=32, num_hidden_layers=3), 0),
    ("deberta", "deberta", SMALL | DISENTANGLED, 2),
    ("deberta-plain", "deberta", SMALL | dict(type_vocab_size=2, pooler_dropout=0.2, pooler_hidden_act="tanh", cls_dropout=0.3), 2),
    ("deberta-short", "deberta", SMALL | DISENTANGLED | dict(
        max_relative_positions=5, pos_att_type=["p2c"], type_vocab_size=0, embedding_size=6), 0),
    ("deberta-wide", "deberta", WIDE | DISENTANGLED, 2),
    ("deberta-v3", "deberta-v2", SMALL | DISENTANGLED | V3, 0),
    ("deberta-v2", "deberta-v2", SMALL | DISENTANGLED | dict(
        position_biased_input=True, position_buckets=4, max_relative_positions=12, norm_rel_ebd="layer_norm", share_att_key=True,
        conv_kernel_size=3, conv_act="gelu", pos_att_type=["p2c", "c2p"]), 2),
    ("deberta-v2-apart", "deberta-v2", SMALL | DISENTANGLED | dict(
        type_vocab_size=0, embedding_size=6, pos_att_type=["c2p"], conv_kernel_size=5, num_hidden_layers=1), 0),
    ("deberta-v2-both", "deberta-v2", SMALL | DISENTANGLED | dict(max_relative_positions=6, position_biased_input=True), 2),
    ("deberta-v3-wide", "deberta-v2", WIDE | DISENTANGLED | V3 | dict(position_buckets=32), 0),
]

OLD = dict(attention_probs_dropout_prob=0.1, hidden_act="gelu", hidden_dropout_prob=0.1, hidden_size=768, initializer_range=0.02, intermediate_size=3072,
           max_position_embeddings=514, num_attention_heads=12, num_hidden_layers=12, pad_token_id=1, bos_token_id=0, eos_token_id=2)
CONFIGS = [{"model_type": "modernbert", "num_hidden_layers": 3, "sliding_window": 40},
           {"model_type": "modernbert", "num_hidden_layers": 3, "sliding_window": 40, "local_attention": 6, "head_dim": 64}] + [{"model_type": kind} for kind in (
    "roberta", "xlm-roberta", "camembert", "electra", "albert", "mpnet", "modernbert", "deberta", "deberta-v2")] + [
    OLD | {"model_type": "roberta", "architectures": ["RobertaForMaskedLM"], "layer_norm_eps": 1e-05, "type_vocab_size": 1, "vocab_size": 50265},
    OLD | {"model_type": "xlm-roberta", "architectures": ["XLMRobertaForMaskedLM"], "layer_norm_eps": 1e-05, "output_past": True, "type_vocab_size": 1,
           "position_embedding_type": "absolute", "use_cache": True, "vocab_size": 250002, "transformers_version": "4.17.0.dev0"},
    OLD | {"model_type": "camembert", "architectures": ["CamembertForMaskedLM"], "bos_token_id": 5, "eos_token_id": 6, "layer_norm_eps": 1e-05,
           "output_past": True, "type_vocab_size": 1, "vocab_size": 32005, "gradient_checkpointing": False},
    {"model_type": "electra", "architectures": ["ElectraForPreTraining"], "embedding_size": 128, "hidden_size": 256, "num_attention_heads": 4,
     "intermediate_size": 1024, "summary_activation": "gelu", "summary_last_dropout": 0.1, "summary_type": "first", "summary_use_proj": True,
     "type_vocab_size": 2, "vocab_size": 30522, "id2label": {"0": "real", "1": "fake"}, "label2id": {"real": 0, "fake": 1}},
    {"model_type": "albert", "architectures": ["AlbertForMaskedLM"], "attention_probs_dropout_prob": 0, "bos_token_id": 2, "classifier_dropout_prob": 0.1,
     "down_scale_factor": 1, "embedding_size": 128, "eos_token_id": 3, "gap_size": 0, "hidden_act": "gelu_new", "hidden_dropout_prob": 0, "hidden_size": 768,
     "inner_group_num": 1, "intermediate_size": 3072, "net_structure_type": 0, "num_attention_heads": 12, "num_hidden_groups": 1, "num_memory_blocks": 0},
    OLD | {"model_type": "mpnet", "_name_or_path": "/content/drive/model", "architectures": ["MPNetForMaskedLM"], "layer_norm_eps": 1e-05,
           "relative_attention_num_buckets": 32, "transformers_version": "4.8.2", "vocab_size": 30527},
    {"model_type": "modernbert", "architectures": ["ModernBertForMaskedLM"], "classifier_pooling": "mean", "global_attn_every_n_layers": 4,
     "global_rope_theta": 80000.0, "local_rope_theta": 5000, "gradient_checkpointing": False, "layer_norm_eps": 1e-05, "num_hidden_layers": 6,
     "position_embedding_type": "absolute", "reference_compile": True, "torch_dtype": "float32", "transformers_version": "4.47.0.dev0"},
    {"model_type": "modernbert", "num_hidden_layers": 2, "layer_types": ["full_attention", "sliding_attention"],
     "rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 500.0}}},
    {"model_type": "modernbert", "num_hidden_layers": 1, "rope_parameters": {
        "full_attention": {"rope_type": "default"}, "sliding_attention": {"rope_theta": 7.5, "rope_type": "default"}}, "global_rope_theta": 9.5},
    {"model_type": "deberta", "hidden_size": 768, "max_relative_positions": -1, "padding_idx": 0, "pos_att_type": ["c2p", "p2c"],
     "position_biased_input": False, "relative_attention": True, "type_vocab_size": 0, "transformers_version": "4.9.1"},
    {"model_type": "deberta", "pos_att_type": "P2C| c2p", "pooler_size": 768, "pooler_dropout": 0, "relative_attention": True},
    {"model_type": "deberta-v2", "hidden_size": 768, "intermediate_size": 3072, "layer_norm_eps": 1e-7, "max_relative_positions": -1,
     "norm_rel_ebd": "layer_norm", "num_attention_heads": 12, "num_hidden_layers": 12, "pos_att_type": "p2c|c2p", "position_biased_input": False,
     "position_buckets": 256, "relative_attention": True, "share_att_key": True, "type_vocab_size": 0, "vocab_size": 128100},
    {"model_type": "deberta-v2", "architectures": ["DebertaV2ForMaskedLM"], "conv_act": "gelu", "conv_kernel_size": 3, "attention_head_size": 64,
     "pooler_hidden_size": 1536, "pooler_hidden_act": "gelu", "z_steps": 0, "pos_att_type": ["p2c", "c2p"], "relative_attention": True},
]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def random_state():
    return sha(torch.get_rng_state().numpy().tobytes())


def weights_hash(model):
    return sha(b"".join(name.encode() + value.detach().numpy().tobytes() for name, value in model.named_parameters()))


def shuffle(model, seed):
    torch.manual_seed(seed)
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            parameter.copy_(torch.randn(parameter.shape) * SCALE + (1 if "norm.weight" in name.lower() else 0))
    return model.eval()


def pad_of(config):
    return config.pad_token_id


def batch(config, types, seed, rows, length, kind, padding):
    """ids that are no padding, but where the padding is; a case of holes leaves real tokens under the mask."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(4, config.vocab_size, (rows, length), generator=g)
    given = {"input_ids": ids}
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
        if padding != "holes":
            ids[mask == 0] = pad_of(config)
        given["attention_mask"] = mask
    elif kind == "numbers":
        ids[0, 2] = ids[1, 0] = pad_of(config)  # padding that nobody masked
    if types > 1:
        given["token_type_ids"] = torch.randint(0, types, (rows, length), generator=g)
    given["labels"] = {"single": lambda: torch.randint(0, 3, (rows,), generator=g),
                       "multi": lambda: torch.randint(0, 2, (rows, 3), generator=g).float(),
                       "numbers": lambda: torch.randn(rows, 3, generator=g)}[kind]()
    return given


def signs(count, k):
    i = torch.arange(count, dtype=torch.int64)
    return (((i * 2654435761 + (k + 1) * 40503) % 2 ** 32 >> 13) & 1).double() * 2 - 1


def projections(gradient):
    flat = gradient.double().flatten()
    return torch.tensor([float(flat.norm())] + [float((flat * signs(len(flat), k)).sum()) for k in range(4)])


def record(entry, tensors, name, model, given, whole=False, train_seed=None, neftune=None, problem_type=None):
    model = copy.deepcopy(model)
    model.config.problem_type = problem_type
    model.train(train_seed is not None)
    if train_seed is not None:
        torch.manual_seed(train_seed)
    if neftune is not None:
        model.get_input_embeddings().neftune_noise_alpha = neftune
        model.get_input_embeddings().register_forward_hook(neftune_post_forward_hook)
    output = model(**given)
    state = None if train_seed is None else random_state()
    if output.loss.requires_grad:
        output.loss.backward()
    tensors |= {f"{name}/{key}": value.contiguous() for key, value in given.items()}
    tensors[f"{name}/expected.logits"] = output.logits.detach()
    tensors[f"{name}/expected.loss"] = output.loss.detach()
    gradients = {key: torch.zeros_like(p) if p.grad is None else p.grad for key, p in model.named_parameters()}
    if whole:
        tensors |= {f"{name}/gradient.{key}": gradient for key, gradient in gradients.items()}
    else:
        tensors[f"{name}/expected.projections"] = torch.stack([projections(gradient) for gradient in gradients.values()])
    entry["cases"].append({"name": name, "train_seed": train_seed, "random_state": state, "neftune": neftune, "problem_type": problem_type})


def hidden_states(entry, tensors, base, given):
    given = {key: value for key, value in given.items() if key != "labels"}
    with torch.no_grad():
        output = base(**given, output_hidden_states=True)
    tensors |= {f"hidden/{key}": value.contiguous() for key, value in given.items()}
    tensors |= {f"hidden/expected.{i}": state.clone() for i, state in enumerate(output.hidden_states)}
    pooled = getattr(output, "pooler_output", None)
    if pooled is not None:
        tensors["hidden/expected.pooler_output"] = pooled
    entry["hidden_states"] = len(output.hidden_states)


def step(config, types, number):
    """A batch of four texts by formula."""
    lengths = [4 + (row * 5 + number * 3) % 9 for row in range(4)]
    ids = torch.full((4, max(lengths)), pad_of(config), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        for at in range(length):
            ids[row, at] = 4 + (row * 7 + at * 5 + number * 11 + row * at) % (config.vocab_size - 4)
            mask[row, at] = 1
    given = {"input_ids": ids, "attention_mask": mask, "labels": torch.tensor([(row + number) % 3 for row in range(4)])}
    return given | ({"token_type_ids": mask * 0} if types > 1 else {})


def training(config, types):
    """Forty steps with dropout from fresh weights."""
    set_seed(42)
    model = AutoModelForSequenceClassification.from_config(copy.deepcopy(config)).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    losses = []
    for number in range(40):
        loss = model(**step(config, types, number)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return {"losses": losses, "random_state": random_state()}


def fresh_head(config):
    """A classifier from a checkpoint of the model without a head, in float16: its head, and what else there is not, is drawn."""
    base = shuffle(AutoModel.from_config(copy.deepcopy(config)), 3)
    with tempfile.TemporaryDirectory() as folder:
        base.half().save_pretrained(folder)
        set_seed(7)
        model, info = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=4, dtype=torch.float32, output_loading_info=True)
        return {"weights": weights_hash(model), "random_state": random_state(), "missing": sorted(info["missing_keys"]),
                "unexpected": sorted(info["unexpected_keys"])}


def family(name, model_type, sizes, types):
    config = AutoConfig.for_model(model_type, **sizes, num_labels=3)
    entry = {"name": name, "config": config.to_json_string(), "types": types, "cases": []}
    set_seed(42)
    model = AutoModelForSequenceClassification.from_config(copy.deepcopy(config))
    entry["fresh"] = {"weights": weights_hash(model), "random_state": random_state(), "num_parameters": model.num_parameters(),
                      "without_embeddings": model.num_parameters(exclude_embeddings=True)}
    tensors = {}
    model = shuffle(model, 1)
    wide = name.endswith("-wide")
    if wide:
        # Smaller numbers, so that nothing is saturated where sums are longer.
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                if parameter.dim() == 2:
                    parameter.mul_(0.25)
        record(entry, tensors, "right", model, batch(config, types, 1, 4, 150, "single", "right"))
        record(entry, tensors, "left", model, batch(config, types, 2, 3, 70, "multi", "left"))
        record(entry, tensors, "train", model, batch(config, types, 3, 3, 41, "single", "right"), train_seed=5)
    else:
        record(entry, tensors, "right", model, batch(config, types, 1, 4, 10, "single", "right"), whole=True)
        record(entry, tensors, "whole", model, batch(config, types, 2, 3, 17, "multi", None))
        record(entry, tensors, "unmasked", model, batch(config, types, 3, 3, 9, "numbers", None), problem_type="regression")
        record(entry, tensors, "left", model, batch(config, types, 4, 4, 12, "single", "left"))
        record(entry, tensors, "left-multi", model, batch(config, types, 5, 3, 9, "multi", "left"))
        record(entry, tensors, "holes", model, batch(config, types, 6, 4, 9, "single", "holes"))
        record(entry, tensors, "train", model, batch(config, types, 7, 4, 11, "single", "right"), train_seed=5)
        record(entry, tensors, "train-left", model, batch(config, types, 8, 3, 9, "multi", "left"), train_seed=6)
        record(entry, tensors, "neftune", model, batch(config, types, 9, 3, 9, "single", "right"), train_seed=7, neftune=5.0)
        if name in ("deberta", "deberta-v3"):
            for case, labels in (("negative", [2, -1, 0, -100]), ("none", [-1, -100])):
                given = batch(config, types, 11, len(labels), 7, "single", "right") | {"labels": torch.tensor(labels)}
                record(entry, tensors, case, model, given)
        hidden_states(entry, tensors, shuffle(AutoModel.from_config(copy.deepcopy(config)), 2), batch(config, types, 10, 3, 9, "single", "right"))
        entry["training"] = training(config, types)
        entry["head"] = fresh_head(config)
    save_file(tensors, f"{name}.safetensors")
    return entry


chosen = sys.argv[1:]
old = {e["name"]: e for e in json.load(open("families.json"))} if os.path.exists("families.json") else {}
made = [family(*row) if not chosen or row[0] in chosen else old[row[0]] for row in TABLE if not chosen or row[0] in chosen or row[0] in old]
with open("families.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in made) + "\n]\n")
written = []
for given in CONFIGS:
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "config.json"), "w") as file:
            json.dump(given, file)
        written.append({"given": json.dumps(given), "written": AutoConfig.from_pretrained(folder).to_json_string()})
with open("configs.json", "w") as file:
    json.dump(written, file, indent=1)
    file.write("\n")
