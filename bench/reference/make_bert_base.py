"""BERT of the base size with random weights and a given vocabulary: make_bert_base.py VOCAB_DIR OUTPUT_DIR (transformers 5.23, torch 2.13)."""
import os
import sys

from transformers import AutoModelForSequenceClassification, BertConfig, PreTrainedTokenizerFast, set_seed

set_seed(42)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_file=os.path.join(sys.argv[1], "tokenizer.json"), model_max_length=512,
    unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]")
model = AutoModelForSequenceClassification.from_config(BertConfig(vocab_size=len(tokenizer), num_labels=2))
model.save_pretrained(sys.argv[2])
tokenizer.save_pretrained(sys.argv[2])
