"""Writes text.json: what the reference's "text" reader makes of small files.

Made with datasets 5.2.0: python make_text.py
"""

import datasets as ds
import json
import os
import tempfile

TEXTS = ["a\nb\n", "a\r\nb\rc", "\n\n", "a\n\nb\n\n\nc\n", "a\n\n\n\nb\n\n", "é😀\u2028x\x0cy\n\n", "a\n\n\n", "one"]
HERE = os.path.dirname(os.path.abspath(__file__))
ds.disable_progress_bars()
cases = []
with tempfile.TemporaryDirectory() as folder:
    for number, text in enumerate(TEXTS):
        path = os.path.join(folder, f"{number}.txt")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        for sample_by in ["line", "paragraph", "document"]:
            for keep in [False, True]:
                if text == "\n\n" and sample_by == "paragraph":
                    continue  # no rows at all, which the reference refuses
                rows = ds.load_dataset(
                    "text", data_files=path, split="train", sample_by=sample_by, keep_linebreaks=keep, cache_dir=os.path.join(folder, "cache")
                )["text"]
                cases.append({"text": text, "sample_by": sample_by, "keep_linebreaks": keep, "rows": list(rows)})
with open(os.path.join(HERE, "text.json"), "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
