"""Makes configs.json: what the reference writes back for config.json files, old and new, and for overrides.

Reference: transformers 5.23.0. Run with its Python from this folder: python make_configs.py
"""
import json, os, tempfile
from transformers import AutoConfig, BertConfig, DistilBertConfig, logging

logging.set_verbosity_error()

OLD_BERT = {  # as version 4.8 wrote it
    "_name_or_path": "somebody/something", "architectures": ["BertModel"], "attention_probs_dropout_prob": 0.1,
    "gradient_checkpointing": False, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 384,
    "initializer_range": 0.02, "intermediate_size": 1536, "layer_norm_eps": 1e-12, "max_position_embeddings": 512,
    "model_type": "bert", "num_attention_heads": 12, "num_hidden_layers": 6, "pad_token_id": 0,
    "position_embedding_type": "absolute", "transformers_version": "4.8.2", "type_vocab_size": 2, "use_cache": True,
    "vocab_size": 30522}

ODD_DISTILBERT = {
    "model_type": "distilbert", "hidden_size": 16, "n_heads": 2, "use_cache": True, "torch_dtype": "float16", "dropout": 0,
    "own": {"b": [1, 2.5, None, True, "text"], "a": {}}, "empty": [], "tiny": 1e-5, "small": 0.0001, "large": 1e16, "whole": 1.0,
    "more": 123456789012345680.0, "third": 0.3333333333333333, "infinite": {"__float__": "-Infinity"}, "output_attentions": True,
    "id2label": {str(i): n for i, n in enumerate(["\u00e9", "a\"b\\", "b\n\t", "c\x7f", "\U0001F600", "\uffff", "g", "h", "i", "j", "k", "l"])},
    "label2id": {n: i for i, n in enumerate(["\u00e9", "a\"b\\", "b\n\t", "c\x7f", "\U0001F600", "\uffff", "g", "h", "i", "j", "k", "l"])},
    "max_length": 5, "return_dict": False, "output_hidden_states": True, "is_encoder_decoder": False, "chunk_size_feed_forward": 4,
    "problem_type": "multi_label_classification", "name_or_path": "x", "num_beams": 3}

CASES = [
    ("an old BERT file", OLD_BERT, {}),
    ("an old BERT file with labels", OLD_BERT, {"num_labels": 5}),
    ("one label", OLD_BERT, {"num_labels": 1}),
    ("named labels", OLD_BERT, {"num_labels": 3, "id2label": {0: "neg", 1: "neutral", 2: "pos"}, "label2id": {"neg": 0, "neutral": 1, "pos": 2}}),
    ("a problem type and other overrides", OLD_BERT,
     {"problem_type": "regression", "num_labels": 1, "hidden_dropout_prob": 0.25, "classifier_dropout": 0.3, "num_hidden_layers": 2}),
    ("two named labels", OLD_BERT, {"id2label": {0: "no", 1: "yes"}, "label2id": {"no": 0, "yes": 1}}),
    ("an odd DistilBERT file", ODD_DISTILBERT, {}),
    ("DistilBERT by its aliases", {"model_type": "distilbert"}, {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "sinusoidal_pos_embds": True}),
    ("num_labels in the file", {"model_type": "bert", "num_labels": 4}, {}),
    ("num_labels against id2label in the file", {"model_type": "bert", "num_labels": 4, "id2label": {"0": "a", "1": "b"}, "label2id": {"a": 0, "b": 1}}, {}),
    ("a null padding token", {"model_type": "bert", "pad_token_id": None, "layer_norm_eps": 1e-5, "eos_token_id": [1, 2]}, {}),
]

made = []
for name, given, overrides in CASES:
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "config.json"), "w") as file:
            json.dump(given, file)
        config = AutoConfig.from_pretrained(folder, **overrides)
        made.append({"name": name, "given": json.dumps(given), "overrides": json.dumps(overrides), "written": config.to_json_string(),
                     "num_labels": config.num_labels, "hidden_size": config.hidden_size, "problem_type": config.problem_type})
for config in (BertConfig(), DistilBertConfig()):
    made.append({"name": f"defaults of {config.model_type}", "given": json.dumps({"model_type": config.model_type}), "overrides": "{}",
                 "written": config.to_json_string(), "num_labels": config.num_labels, "hidden_size": config.hidden_size,
                 "problem_type": config.problem_type})
with open("configs.json", "w") as file:
    json.dump(made, file, indent=1)
    file.write("\n")
