"""Writes loading.json: what the reference's load_dataset makes of split strings, of patterns, of folders of files, and of READMEs.

Made with datasets 5.2.0, fsspec 2026.6.0, huggingface_hub 2.4.0:  HF_HUB_OFFLINE=1 python make_loading.py
"""
import json, os, pathlib, random, re, tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
CACHE = tempfile.mkdtemp()
os.environ["HF_HOME"] = CACHE
import datasets
from datasets import data_files, load_dataset_builder
from datasets.arrow_reader import ReadInstruction
from datasets.load import infer_module_for_data_files
from datasets.packaged_modules import _ALL_ALLOWED_EXTENSIONS, _MODULE_TO_EXTENSIONS

datasets.disable_progress_bars()
datasets.logging.set_verbosity(datasets.logging.CRITICAL)


def attempt(work):
    try:
        return {"result": work()}
    except Exception as error:
        message = (str(error).replace(HERE, "").strip().splitlines() or [""])[0]
        return {"error": message.split(" with any supported")[0][:120]}


HERE = ""
ROWS = {"train": 250, "test": 45, "a.b_c": 1000}
SPECS = [
    "train", "test", "a.b_c", "train[:10]", "train[10:]", "train[-5:]", "train[:-5]", "train[3:7]", "train[:1_0]", "train[:10%]", "train[10%:20%]",
    "train[-10%:]", "train[:-33%]", "test[:50%]", "test[:10%]", "test[:30%]", "test[:70%]", "test[:90%]", "test[33%:66%]", "a.b_c[:33%]",
    "train[:33%](pct1_dropremainder)", "a.b_c[:7%](pct1_dropremainder)", "train[10%:](closest)", "train[:0]", "train[300:]", "train[:100%]", "train[100%:]",
    "train+test", "train[:10%]+test[-5:]", "train[:3] + test", "train[:0]+test", "train[:50%](pct1_dropremainder)+a.b_c[:2%](pct1_dropremainder)",
    "train[1:3]+train[:5%](pct1_dropremainder)", "test[-300:]", "test[5:-100]", "train[-5%:-1%]", "train[1:3]+train[1:3]",
    "test[:5%](pct1_dropremainder)", "foo", "train+foo", "", "train+", "train[3]", "train[x]", "train[:5](pct1_dropremainder)", "train[:5%](foo)",
    "train[:101%]", "train[-101%:]", "train[:5%](pct1_dropremainder)+test[:5%]", "tr-ain", "train[:]", "train[::2]", "train]", "train[:5%", "train[%:5%]",
]


def split_case(spec):
    return {"spec": spec, **attempt(lambda: [[i.splitname, i.from_, i.to] for i in ReadInstruction.from_spec(spec).to_absolute(ROWS)])}


def make(root, files):
    for path, text in files.items():
        file = pathlib.Path(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


PATHS = [
    "a.csv", "b.csv", "b.json", "README.md", ".hidden.csv", "data/a.csv", "data/b1.csv", "data/b22.csv", "data/x/a.csv", "data/x/y/a.csv", "data/.git/a.csv",
    "data/__pycache__/a.csv", "__x/a.csv", "data/-.csv", "data/[z].csv", "data/A.csv", "config.json", "data/a.csv.gz", "data/dataset_infos.json", "x y/a b.csv",
    "data/b-1.csv", "data/b^.csv",
]
GLOBS = [
    "*", "**", "*.csv", "**/*.csv", "data/*", "data/**", "data/**/a.csv", "**/a.csv", "data/?.csv", "data/b[0-9].csv", "data/b[!0-9]*", "data/[a-c]*", "data/*/*.csv",
    "data/*/*/*.csv", ".*", "*/.git/*", "data/.git/*", "data/__pycache__/*", "__*/*", "**/__x/*", "README.md", "*.md", "config.json", "*.json", "data/[[]z].csv",
    "data/[-]*", "data/[]z[]*", "data/*.csv*", "data/b??.csv", "nope.csv", "data/nope/*", "a", "data", "x y/*", "**/b*/**", "data/b[-1^]*", "*/**/a.csv", "data/[b-a]*",
    "data/[!]*", "data/[", "**.csv", "data/a**",
]


def glob_case(root, pattern):
    found = attempt(lambda: [p[len(root) + 1:] for p in data_files.resolve_pattern(pattern, root)])
    if "error" in found and found["error"].startswith("Unable to find"):
        found = {"result": []}
    return {"pattern": pattern, **found}


rnd = random.Random(20)
FOLDERS = ["data", "train", "test", "dev", "my-train", "training_1", "__pycache__", ".hidden", "val.1", "sub", "evaluation", "trainer", "x_test_y", "valid"]
STEMS = [
    "train", "test-1", "trainer", "valid", "x", "train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001", "extra-00000-of-00001", "dev_2", "my train",
    "evaluation", "a.train.b", "Train", "test", "TEST", "y", "val", "train_test", "testing9", "0dev", "data-00000-of-00001-abc",
]
ENDS = [".csv", ".csv", ".csv", ".tsv", ".csv.gz", ".json", ".jsonl", ".txt", ".parquet", "", ".unknown"]


def random_tree():
    files = set()
    for _ in range(rnd.randint(1, 6)):
        folder = "/".join(rnd.sample(FOLDERS, rnd.choice([0, 0, 1, 1, 2]))) if rnd.random() < 0.8 else "data"
        files.add((folder + "/" if folder else "") + rnd.choice(STEMS) + rnd.choice(ENDS[:rnd.choice([3, 4, len(ENDS)])]))
    return sorted(files)


def tree_case(files):
    global HERE
    with tempfile.TemporaryDirectory() as root:
        HERE = root
        make(root, {file: "" for file in files})

        def work():
            patterns = data_files.get_data_patterns(root)
            found = data_files.DataFilesDict.from_patterns(patterns, base_path=root, allowed_extensions=_ALL_ALLOWED_EXTENSIONS)
            module, kwargs = infer_module_for_data_files(found, path="here")
            found = found.filter(extensions=_MODULE_TO_EXTENSIONS[module])
            return {"reader": module, "sep": kwargs.get("sep"), "splits": [[str(split), [f[len(root) + 1:] for f in paths]] for split, paths in found.items()]}

        return {"files": files, **attempt(work)}


CSV = "text,label\na,0\nb,1\n"
A = {"a/train.csv": CSV, "a/test.csv": CSV, "b/x.csv": CSV, "b/y.csv": CSV}


def card(yaml, **files):
    return {"README.md": f"---\n{yaml}---\n# Title\n", **A}


TWO = "configs:\n- config_name: one\n  data_files: a/*.csv\n- config_name: two\n  data_dir: b\n"
FOLDER_CASES = [
    ("no card", A, {}),
    ("two configs", card(TWO), {}),
    ("two configs, one named", card(TWO), {"name": "two"}),
    ("two configs, another named", card(TWO), {"name": "three"}),
    ("a marked config", card(TWO + "  default: true\n"), {}),
    ("two marked configs", card(TWO.replace("  data_dir", "  default: true\n  data_dir").replace("  data_files", "  default: true\n  data_files")), {}),
    ("one is called default", card(TWO.replace("two", "default")), {}),
    ("default and a marked one", card(TWO.replace("two", "default").replace("  data_files", "  default: yes\n  data_files")), {}),
    ("a single config", card("configs:\n- config_name: only\n  data_files:\n  - split: train\n    path: a/train.csv\n  - split: my.test\n    path: [a/test.csv, b/*]\n"), {}),
    ("a list of patterns", card("configs:\n- config_name: only\n  data_files:\n  - a/*\n  - b/x.csv\n"), {}),
    ("files below a folder", card("configs:\n- config_name: only\n  data_dir: b\n  data_files: x.csv\n"), {}),
    ("a config without files", card("configs:\n- config_name: only\n"), {}),
    ("no file matches", card("configs:\n- config_name: only\n  data_files: nope/x.csv\n"), {}),
    ("an entry without path", card("configs:\n- config_name: only\n  data_files:\n  - split: train\n"), {}),
    ("a split twice", card("configs:\n- config_name: only\n  data_files:\n  - split: train\n    path: a/*\n  - split: train\n    path: b/*\n"), {}),
    ("a split of a bad name", card("configs:\n- config_name: only\n  data_files:\n  - split: tr-ain\n    path: a/*\n"), {}),
    ("data_files is a number", card("configs:\n- config_name: only\n  data_files: 3\n"), {}),
    ("configs is a mapping", card("configs:\n  one: a\n"), {}),
    ("a config without name", card("configs:\n- data_files: a/*\n"), {}),
    ("no configs", card("license: mit\n"), {}),
    ("a named config of a card without", card("license: mit\n"), {"name": "x"}),
    ("the default config of a card without", card("license: mit\n"), {"name": "default"}),
    ("data_dir", card(TWO), {"data_dir": "b"}),
    ("data_dir and a config", card(TWO), {"data_dir": "b", "name": "one"}),
    ("data_dir that is missing", card(TWO), {"data_dir": "c"}),
    ("data_files", card(TWO), {"data_files": "b/*"}),
    ("data_files by split", card(TWO), {"data_files": {"x": "b/x.csv", "y": ["a/*", "b/y.csv"]}}),
    ("data_files below data_dir", card(TWO), {"data_files": "x.csv", "data_dir": "b"}),
    ("data_files of a list", A, {"data_files": ["b/x.csv", "a/*"]}),
    ("data_files that are missing", A, {"data_files": "c.csv"}),
    ("data_files without match", A, {"data_files": "c*.csv"}),
    ("no data", {"README.md": "# nothing\n", "x.unknown": ""}, {}),
    ("nothing", {"README.md": "# nothing\n"}, {}),
    ("formats that differ", {"train.csv": CSV, "test.json": "{}\n"}, {}),
    ("crlf and a mark", {**A, "README.md": "\ufeff---\r\nconfigs:\r\n- config_name: only\r\n  data_files: b/*\r\n---\r\ntext"}, {}),
    ("dashes only", {**A, "README.md": "---\n---\n"}, {}),
    ("no end of the block", {**A, "README.md": "---\nconfigs: 3\n"}, {}),
    ("the block is a list", {**A, "README.md": "---\n- a\n---\n"}, {}),
]


def folder_case(title, files, options):
    global HERE
    with tempfile.TemporaryDirectory() as root:
        HERE = os.path.realpath(root)
        make(root, files)

        def work():
            builder = load_dataset_builder(root, **options)
            found = builder.config.data_files
            return {"reader": builder.name, "splits": [[str(split), [f[len(HERE) + 1:] for f in paths]] for split, paths in found.items()]}

        return {"case": title, "files": files, "options": options, **attempt(work)}


with tempfile.TemporaryDirectory() as root:
    make(root, {path: "" for path in PATHS})
    globs = [glob_case(root, pattern) for pattern in GLOBS]
golden = {
    "rows": ROWS,
    "splits": [split_case(spec) for spec in SPECS],
    "paths": PATHS,
    "globs": globs,
    "trees": [tree_case(random_tree()) for _ in range(120)],
    "folders": [folder_case(*case) for case in FOLDER_CASES],
}
text = json.dumps(golden, ensure_ascii=True)
text = re.sub(r"(?<=[}\]]), (?=\{\"(spec|pattern|files|case)\")", ",\n", text)
pathlib.Path(__file__).with_name("loading.json").write_text(text + "\n")
