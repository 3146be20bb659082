"""A model of a published base size with random weights and a given vocabulary: make_model.py NAME VOCAB_DIR OUTPUT_DIR (transformers 5.23, torch 2.13)."""
import os
import sys

import transformers
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerFast, set_seed

CONFIGS = {
    "bert-base": ("BertConfig", {}),
    "roberta-base": ("RobertaConfig", dict(max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5, vocab_size=50265)),
    "xlm-roberta-base": ("XLMRobertaConfig", dict(max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5, vocab_size=250002)),
    "deberta-v3-base": ("DebertaV2Config", dict(
        vocab_size=128100, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, type_vocab_size=0, max_position_embeddings=512,
        relative_attention=True, position_buckets=256, max_relative_positions=-1, norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type=["p2c", "c2p"],
        position_biased_input=False, layer_norm_eps=1e-7, pooler_dropout=0, pooler_hidden_act="gelu", pooler_hidden_size=768)),
    "modernbert-base": ("ModernBertConfig", {}),
}

BERT = dict(unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]")
ROBERTA = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", sep_token="</s>", pad_token="<pad>", cls_token="<s>", mask_token="<mask>")
TOKENS = {"bert-base-uncased": BERT, "roberta-base": ROBERTA, "unigram-xlm-roberta-style": ROBERTA, "unigram-albert-style": {**BERT, "unk_token": "<unk>", "pad_token": "<pad>"}}

name, vocabulary, output = sys.argv[1:]
set_seed(42)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_file=os.path.join(vocabulary, "tokenizer.json"), model_max_length=512, **TOKENS[os.path.basename(vocabulary)])
kind, sizes = CONFIGS[name]
config = getattr(transformers, kind)(**{"vocab_size": len(tokenizer), **sizes} if kind == "BertConfig" else sizes, num_labels=2)
config.pad_token_id = tokenizer.pad_token_id
model = AutoModelForSequenceClassification.from_config(config)
model.save_pretrained(output)
tokenizer.save_pretrained(output)
