"""Makes small tokenizers and what the reference does with them.

Run: python make_goldens.py VOCAB_FOLDER     (transformers 5.23.0, tokenizers 0.23.3)
VOCAB_FOLDER holds bert-base-uncased/vocab.txt and bert-base-multilingual-cased/vocab.txt; of these only the tokens the
texts below need are kept, so that the files stay small.

  uncased/      tokenizer.json as the reference saves it, with truncation and padding of 16 stored; class BertTokenizer
  cased/        vocab.txt and a tokenizer_config.json with do_lower_case false
  bare/         vocab.txt and a config.json only
  distil/       tokenizer.json, class DistilBertTokenizerFast, Chinese characters not set apart, accents kept
  generic/      tokenizer.json with other components, no class
  added/        vocab.txt with special_tokens_map.json and added_tokens.json, as older versions wrote them
  encodings.json   every text with every tokenizer
  calls.json       arguments: truncation, padding, overflow, masks, errors
  components.json  normalizers' texts, pre-tokenizers' words with their spans
  unicode.json     a digest, for each component, of what it makes of every code point
  saved/           what the reference saves after reading each folder
"""
import hashlib
import json
import os
import shutil
import sys

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = [
    "", " ", "hello", "Hello, World!", "The quick brown fox jumps over the lazy dog.", "unaffable embeddings tokenization",
    "I can't believe it's not butter... don't you?", "e-mail: someone@example.com, http://example.org/a?b=c#d",
    "price $1,234.56 (50% off!) [sale] {now} <tag> a_b ~tilde ^caret `tick` |pipe| \\back",
    "tabs\tand\nnew\r\nlines\u00a0and\u3000wide spaces", "\u0000nul\u0001control\u007fdelete\ufffdreplacement\u200bzero\u00adsoft\ufeffbom",
    "na\u00efve caf\u00e9 r\u00e9sum\u00e9 \u00c5ngstr\u00f6m", "nai\u0308ve cafe\u0301 A\u030angstro\u0308m", "\u0130stanbul \u0131 \u00df \u1e9e \u03a3\u03a3 \u03c2",
    "\u4e2d\u6587\u548cEnglish\u6df7\u5408", "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8", "\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8", "\uf900\uf9ff \U0002f800x",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0628\u0650\u0633\u0652\u0645", "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "smile \U0001f600\U0001f468\u200d\U0001f469 flag \U0001f1e9\U0001f1ea", "\U0001d400\U0001d504 math \u210c \ufb01 \u2460", "q\u0307\u0323 \u0344x \u0f73\u0f71",
    "\u302e\u302f\U0001d165\U0001d16d marks \U00016ff0\U00016ff1a", "\u2018quotes\u2019 \u201cdouble\u201d \u2014 dash \u2026 \u00bfqu\u00e9? \u00a1s\u00ed!",
    "a" * 99 + " " + "a" * 100 + " " + "a" * 101, "\U0001f600" * 100, "\u00e9" * 101, "x" * 5000,
    "[CLS] special [SEP] tokens [MASK] in [PAD] text [UNK]", "[MASK][MASK].[mask] [ MASK ]", "##ing ## #hash un##able",
    "one new_token two NEW_TOKEN three<e1>four  <e2>  five", "\u2028line\u2029para\u0085next\u000bvt\u000cff", "\u00b2\u00bc\u2167 10\u00b3 x\u20d7 \u00aa\u00ba",
    "\u0378unassigned \ue000private \U000e0001tag \U0010ffff", "\u1734\u061d\u2e52 newer marks", "co\u00f6perate zo\u00eb fa\u00e7ade",
]
PAIRS = [("hello world", "the quick brown fox"), ("hello", ""), ("", "hello"), ("caf\u00e9 \u4e2d\u6587", "\U0001f600 jumps"),
         ("the quick brown fox jumps over the lazy dog again and again", "hello world this is the second text")]
LONG, SECOND = PAIRS[-1]


def small(vocab_file, keep_first, lower):
    full = [line.rstrip("\n") for line in open(vocab_file, encoding="utf-8")]
    tokenizer = Tokenizer(models.WordPiece({t: i for i, t in enumerate(full)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    kept = set(keep_first)
    for text in TEXTS + [t for pair in PAIRS for t in pair]:
        kept.update(tokenizer.encode(text).tokens)
    return list(keep_first) + [t for t in full if t in kept and t not in keep_first]


SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def folder(name, **files):
    path = os.path.join(HERE, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    for file, content in files.items():
        file, _, ending = file.rpartition("_")
        with open(os.path.join(path, f"{file}.{ending}"), "w", encoding="utf-8", newline="\n") as out:
            if ending == "txt":
                out.write("".join(token + "\n" for token in content))
            else:
                json.dump(content, out, ensure_ascii=False, indent=1)
    return path


vocabs = sys.argv[1]
uncased = small(f"{vocabs}/bert-base-uncased/vocab.txt", SPECIAL, True)
cased = small(f"{vocabs}/bert-base-multilingual-cased/vocab.txt", SPECIAL, False)

made = AutoTokenizer.from_pretrained(folder("uncased", vocab_txt=uncased, config_json={"model_type": "bert"}))
made.backend_tokenizer.enable_truncation(16)
made.backend_tokenizer.enable_padding(length=16, pad_id=0, pad_token="[PAD]")
saved = json.loads(made.backend_tokenizer.to_str())
config = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 64, "never_split": None}
folder("uncased", tokenizer_json=saved, tokenizer_config_json=config, config_json={"model_type": "bert"})
folder("cased", vocab_txt=cased, tokenizer_config_json={"do_lower_case": False, "model_max_length": 512}, config_json={"model_type": "bert"})
folder("bare", vocab_txt=uncased, config_json={"model_type": "bert"})
folder("distil", tokenizer_json={**saved, "truncation": None, "padding": None}, config_json={"model_type": "distilbert"},
       tokenizer_config_json={"tokenizer_class": "DistilBertTokenizerFast", "tokenize_chinese_chars": False, "strip_accents": False,
                              "padding_side": "left", "truncation_side": "left", "model_max_length": 32})

generic = Tokenizer(models.WordPiece({t: i for i, t in enumerate(cased)}, unk_token="[UNK]", max_input_chars_per_word=20))
generic.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(),
                                           normalizers.Replace("--", " \u2014 "), normalizers.Strip()])
generic.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation("contiguous")])
generic.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
generic.decoder = decoders.WordPiece(cleanup=False)
generic.add_special_tokens(SPECIAL)
generic.add_tokens([AddedToken("new_token", single_word=True), AddedToken("Two", lstrip=True, rstrip=True)])
folder("generic", tokenizer_json=json.loads(generic.to_str()), tokenizer_config_json={"pad_token": "[PAD]", "unk_token": "[UNK]"})
folder("added", vocab_txt=uncased, config_json={"model_type": "bert"},
       special_tokens_map_json={"pad_token": {"content": "[PAD]", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False},
                                "additional_special_tokens": ["<e1>", "<e2>"]},
       added_tokens_json={"new_token": len(uncased), "<e1>": len(uncased) + 1, "<e2>": len(uncased) + 2})
FOLDERS = ["uncased", "cased", "bare", "distil", "generic", "added"]


def describe(encoding):
    return {"ids": encoding.ids, "type_ids": encoding.type_ids, "attention": encoding.attention_mask,
            "special": encoding.special_tokens_mask, "starts": [s for s, _ in encoding.offsets], "ends": [e for _, e in encoding.offsets],
            "words": encoding.word_ids, "sequences": encoding.sequence_ids}


def write(name, content):
    with open(os.path.join(HERE, name), "w", encoding="ascii", newline="\n") as out:
        json.dump(content, out, separators=(",", ":"))
        out.write("\n")




encodings, calls, vocabularies = [], [], {}
for name in FOLDERS:
    tokenizer = AutoTokenizer.from_pretrained(os.path.join(HERE, name))
    vocabularies[name] = {"class": type(tokenizer).__name__, "vocab_size": tokenizer.vocab_size, "length": len(tokenizer),
                          "model_input_names": tokenizer.model_input_names, "special_tokens_map": tokenizer.special_tokens_map,
                          "all_special_ids": tokenizer.all_special_ids, "padding_side": tokenizer.padding_side,
                          "model_max_length": min(tokenizer.model_max_length, 2**31 - 1)}
    shutil.rmtree(os.path.join(HERE, "saved", name), ignore_errors=True)
    tokenizer.save_pretrained(os.path.join(HERE, "saved", name))
    for text in TEXTS:
        encoding = tokenizer(text, return_offsets_mapping=True)
        encodings.append({"folder": name, "text": text, **{k: v for k, v in describe(encoding.encodings[0]).items() if k in
                          ("ids", "starts", "ends", "words")}, "decoded": tokenizer.decode(encoding["input_ids"], skip_special_tokens=True)})


def call(name, text, pair=None, **arguments):
    tokenizer = AutoTokenizer.from_pretrained(os.path.join(HERE, name))
    entry = {"folder": name, "text": text, "pair": pair, "arguments": arguments}
    try:
        encoding = tokenizer(text, pair, **arguments)
        entry["keys"] = [key for key in encoding.keys() if key != "overflow_to_sample_mapping"]
        entry["encodings"] = [describe(e) for e in encoding.encodings]
    except BaseException as error:
        entry["error"] = type(error).__name__
    calls.append(entry)


for name in FOLDERS:
    for text, pair in PAIRS:
        call(name, text, pair)
for length in (3, 4, 7, 12, 13, 40):
    for strategy in (True, "longest_first", "only_first", "only_second"):
        call("uncased", LONG, SECOND, truncation=strategy, max_length=length)
    call("uncased", SECOND, LONG, truncation=True, max_length=length)
    call("uncased", LONG, truncation=True, max_length=length)
    call("distil", LONG, SECOND, truncation=True, max_length=length)
call("uncased", LONG, truncation="only_second", max_length=5)
call("uncased", LONG + " " + LONG + " " + LONG + " " + LONG + " " + LONG + " " + LONG, truncation=True)
call("bare", LONG, truncation=True)
call("bare", LONG, padding="max_length")
call("uncased", LONG, max_length=5)
call("uncased", LONG, max_length=5, truncation=False)
call("uncased", LONG, max_length=20, padding="max_length")
call("uncased", LONG, padding="max_length")
call("uncased", LONG, padding="max_length", truncation=True, max_length=15, pad_to_multiple_of=4)
call("uncased", LONG, padding="max_length", max_length=15, pad_to_multiple_of=4)
call("uncased", LONG, padding=True, pad_to_multiple_of=8, return_special_tokens_mask=True)
call("uncased", LONG, padding="max_length", max_length=20, padding_side="left", return_special_tokens_mask=True, return_offsets_mapping=True)
call("distil", LONG, SECOND, padding="max_length", max_length=30, return_token_type_ids=True, return_length=True)
call("distil", LONG, return_attention_mask=False)
call("uncased", LONG, add_special_tokens=False, truncation=True, max_length=4)
call("uncased", "", padding="max_length", max_length=4, add_special_tokens=False)
call("uncased", "hello [SEP] world [MASK].", return_special_tokens_mask=True)
call("uncased", "hello [SEP] world [MASK].", split_special_tokens=True)
call("generic", LONG, SECOND, padding="max_length", max_length=30)
call("uncased", LONG, padding=False, truncation=False, return_overflowing_tokens=True)
for stride in (0, 1, 3):
    call("uncased", LONG, truncation=True, max_length=6, stride=stride, return_overflowing_tokens=True)
    call("distil", LONG, truncation=True, max_length=6, stride=stride, return_overflowing_tokens=True)
    call("uncased", LONG, SECOND, truncation="only_first", max_length=14, stride=stride, return_overflowing_tokens=True, padding="max_length")
call("uncased", LONG, SECOND, truncation=True, max_length=9, stride=1, return_overflowing_tokens=True)
call("distil", LONG, SECOND, truncation=True, max_length=9, stride=1, return_overflowing_tokens=True)
call("generic", LONG, SECOND, truncation="only_second", max_length=17, stride=1, return_overflowing_tokens=True)
call("uncased", LONG, truncation=True, max_length=2, return_overflowing_tokens=True)
call("uncased", LONG, truncation=True, max_length=6, stride=4)
call("uncased", LONG, truncation=True, max_length=2, stride=1)

NORMALIZERS = {
    "NFC": normalizers.NFC(), "NFD": normalizers.NFD(), "NFKC": normalizers.NFKC(), "NFKD": normalizers.NFKD(),
    "Lowercase": normalizers.Lowercase(), "StripAccents": normalizers.StripAccents(), "Strip": normalizers.Strip(),
    "StripLeft": normalizers.Strip(right=False), "Replace": normalizers.Replace("e", "<\u00e9>"),
    "Bert": normalizers.BertNormalizer(), "BertCased": normalizers.BertNormalizer(lowercase=False),
    "BertAccents": normalizers.BertNormalizer(strip_accents=False, handle_chinese_chars=False),
    "Sequence": normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()]),
}
PRE_TOKENIZERS = {
    "Bert": pre_tokenizers.BertPreTokenizer(), "Whitespace": pre_tokenizers.Whitespace(), "WhitespaceSplit": pre_tokenizers.WhitespaceSplit(),
    **{f"Punctuation {b}": pre_tokenizers.Punctuation(b) for b in
       ("isolated", "removed", "merged_with_previous", "merged_with_next", "contiguous")},
    "Sequence": pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]),
}
SOME = [text for text in TEXTS if len(text) < 100]


def component(made):
    return json.loads(made.__getstate__())


components = {
    "normalizers": [{"name": name, "json": component(made), "texts": [[text, made.normalize_str(text)] for text in SOME]}
                    for name, made in NORMALIZERS.items()],
    "pre_tokenizers": [{"name": name, "json": component(made), "texts": [
        [text, [[piece, start, end] for piece, (start, end) in made.pre_tokenize_str(text)]] for text in SOME]}
        for name, made in PRE_TOKENIZERS.items()],
}
points = [chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
digests = {name: hashlib.sha256("\n".join(NORMALIZERS[name].normalize_str("a" + c + "b") for c in points).encode()).hexdigest()
           for name in ("Bert", "BertCased", "NFKC", "StripAccents", "Lowercase")}
for name in ("Bert", "Whitespace"):
    words = "".join(str(len(PRE_TOKENIZERS[name].pre_tokenize_str("a" + c + "b"))) for c in points)
    digests[name + " words"] = hashlib.sha256(words.encode()).hexdigest()

for words, second in ((["hello", "World!", "", "caf\u00e9 lazy", "\U0001f600"], None), (["hello", "new_token"], ["jumps", "[SEP]", "over the"])):
    for name in ("uncased", "generic"):
        call(name, words, second, is_split_into_words=True, truncation=True, max_length=12, return_offsets_mapping=True)

write("components.json", components)
write("unicode.json", digests)
write("encodings.json", encodings)
write("calls.json", calls)
write("tokenizers.json", vocabularies)
