"""Makes vocabularies as tokenizer classes had them before tokenizer.json, and what the reference saves after reading each.

Run: python make_families.py [keep]            (transformers 5.23.0, tokenizers 0.23.3; keep: the vocabularies stay, which training makes anew each time)

vocab.json, merges.txt, vocab.txt, NAME.model and NAME.json are small vocabularies; families.json lists folders made of them: their files
by the name they get, tokenizer_config.json, the model's type, and of what the reference saves the SHA-256 of tokenizer.json and all of
tokenizer_config.json; and the SHA-256 of tokenizer.json when what was saved is read and saved once more ("again"), which may move scores by a bit.
"""
import hashlib
import json
import os
import shutil
import sys
import tempfile

import transformers.convert_slow_tokenizer as convert
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

convert.requires_backends = lambda *arguments: None          # the reference asks for sentencepiece, but only reads the file
KEEPS = "keep" in sys.argv[1:]
HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = ["the quick brown fox jumps over the lazy dog", "hello world hello there", "caf\u00e9 na\u00efve r\u00e9sum\u00e9", "new lines and tabs and words 0123456789"] * 3
PB = convert.import_protobuf()


def write(name, content):
    if KEEPS and name != "families.json":
        return
    with open(os.path.join(HERE, name), "wb") as out:
        out.write(content)


def digest(folder):
    with open(os.path.join(folder, "tokenizer.json"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def dump(value):
    return (json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n").encode()


bpe = Tokenizer(models.BPE())
bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
bpe.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "[CLS]", "[SEP]", "[PAD]"],
                                                    initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
model = json.loads(bpe.to_str())["model"]
write("vocab.json", dump(model["vocab"]))
write("merges.txt", ("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in model["merges"])).encode())
bpe.post_processor = processors.ByteLevel(trim_offsets=True)
write("byte-level.json", dump(json.loads(bpe.to_str())))

pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))
pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
pieces.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=90, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
write("vocab.txt", "".join(token + "\n" for token, _ in sorted(pieces.get_vocab().items(), key=lambda item: item[1])).encode())

scores = Tokenizer(models.Unigram())
scores.pre_tokenizer = pre_tokenizers.Metaspace()
scores.train_from_iterator(CORPUS, trainers.UnigramTrainer(vocab_size=90, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False))
ordinary = json.loads(scores.to_str())["model"]["vocab"][1:]
charsmap = json.load(open(os.path.join(HERE, "..", "kinds", "unigram.json")))["tokenizer"]["normalizer"]["normalizers"][0]["precompiled_charsmap"]


def sentence_piece(name, special, kind=1, with_map=True, byte_fallback=False):
    import base64
    proto = PB.ModelProto()
    for text, type_ in special:
        piece = proto.pieces.add()
        piece.piece, piece.score, piece.type = text, 0.0, type_
    for text, score in ordinary:
        piece = proto.pieces.add()
        piece.piece, piece.score = text, score
    proto.trainer_spec.model_type, proto.trainer_spec.byte_fallback = kind, byte_fallback
    proto.trainer_spec.unk_id = next(i for i, (_, type_) in enumerate(special) if type_ == 2)
    proto.trainer_spec.model_prefix, proto.trainer_spec.character_coverage = "small", 0.9995
    proto.normalizer_spec.name = "nmt_nfkc"
    if with_map:
        proto.normalizer_spec.precompiled_charsmap = base64.b64decode(charsmap)
    write(name + ".model", proto.SerializeToString())


sentence_piece("fairseq", [("<unk>", 2), ("<s>", 3), ("</s>", 3)])
sentence_piece("user", [("<unk>", 2), ("<s>", 3), ("</s>", 3), ("<user>", 4)], with_map=False)
sentence_piece("albert", [("<pad>", 3), ("<unk>", 2), ("[CLS]", 3), ("[SEP]", 3), ("[MASK]", 3)])
sentence_piece("deberta", [("[PAD]", 3), ("[CLS]", 3), ("[SEP]", 3), ("[UNK]", 2)])

unigram = Tokenizer(models.Unigram([("<pad>", 0.0), ("<unk>", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[MASK]", 0.0)] + [tuple(one) for one in ordinary], 1))
unigram.normalizer = normalizers.Precompiled(__import__("base64").b64decode(charsmap))
unigram.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
unigram.add_special_tokens(["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"])
unigram.enable_truncation(64)
write("unigram.json", dump(json.loads(unigram.to_str())))

BYTES = {"vocab.json": "vocab.json", "merges.txt": "merges.txt"}
MASK = {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "rstrip": False, "normalized": True, "single_word": False}
FAMILIES = {
    "gpt2": ("gpt2", BYTES, None),
    "gpt2-stored": ("gpt2", {"tokenizer.json": "byte-level.json"}, {"tokenizer_class": "GPT2TokenizerFast", "pad_token": "<pad>"}),
    "roberta": ("roberta", BYTES, None),
    "roberta-prefix": ("roberta", BYTES, {"add_prefix_space": True, "trim_offsets": False, "mask_token": MASK, "model_max_length": 512}),
    "roberta-stored": ("roberta", {"tokenizer.json": "byte-level.json"}, {"tokenizer_class": "RobertaTokenizerFast"}),
    "bart": ("bart", BYTES, {"tokenizer_class": "BartTokenizer"}),
    "deberta": ("deberta", BYTES, {"do_lower_case": False}),
    "mpnet": ("mpnet", {"vocab.txt": "vocab.txt"}, {"do_lower_case": False, "mask_token": "[MASK]", "pad_token": "[PAD]"}),
    "electra": ("electra", {"vocab.txt": "vocab.txt"}, {"tokenizer_class": "ElectraTokenizerFast", "strip_accents": False}),
    "xlm-roberta": ("xlm-roberta", {"sentencepiece.bpe.model": "fairseq.model"}, None),
    "xlm-roberta-mask": ("xlm-roberta", {"sentencepiece.bpe.model": "user.model"}, {"mask_token": MASK, "tokenizer_class": "XLMRobertaTokenizer"}),
    "camembert": ("camembert", {"sentencepiece.bpe.model": "user.model"}, None),
    "camembert-stored": ("camembert", {"tokenizer.json": "unigram.json"}, {"tokenizer_class": "CamembertTokenizer", "add_prefix_space": False}),
    "albert": ("albert", {"spiece.model": "albert.model"}, {"keep_accents": True}),
    "albert-stored": ("albert", {"tokenizer.json": "unigram.json"}, {"tokenizer_class": "AlbertTokenizerFast", "do_lower_case": False}),
    "deberta-v2": ("deberta-v2", {"spm.model": "deberta.model"}, {"do_lower_case": True, "vocab_type": "spm"}),
    "deberta-v2-stored": ("deberta-v2", {"tokenizer.json": "unigram.json"}, {"split_by_punct": True, "add_prefix_space": False, "unk_token": "<unk>"}),
    "modernbert": ("modernbert", {"tokenizer.json": "byte-level.json"}, {"tokenizer_class": "PreTrainedTokenizerFast"}),
}

families = []
for name, (model_type, files, config) in FAMILIES.items():
    with tempfile.TemporaryDirectory() as folder:
        for target, source in files.items():
            shutil.copy(os.path.join(HERE, source), os.path.join(folder, target))
        with open(os.path.join(folder, "config.json"), "w") as out:
            json.dump({"model_type": model_type}, out)
        if config is not None:
            with open(os.path.join(folder, "tokenizer_config.json"), "w") as out:
                json.dump(config, out)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        saved = os.path.join(folder, "saved")
        tokenizer.save_pretrained(saved)
        again = os.path.join(folder, "again")
        AutoTokenizer.from_pretrained(saved).save_pretrained(again)
        families.append({
            "name": name, "model_type": model_type, "files": files, "config": config, "model_input_names": sorted(tokenizer.model_input_names),
            "tokenizer": digest(saved), "again": digest(again),
            "saved": json.load(open(os.path.join(saved, "tokenizer_config.json")))})
write("families.json", ("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in families) + "\n]\n").encode())
