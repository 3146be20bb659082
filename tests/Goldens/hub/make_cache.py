"""Writes cache.json: a small repository, and the folders that the reference's client makes of it, file by file and link by link.

Made with huggingface_hub 2.4.0 (without hf_xet) against a stand-in Hub on loopback, which is given by its path:
    python make_cache.py path/to/fakehub.py
"""
import base64, importlib.util, json, os, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
FILES = {
    "models/org/tiny/.gitattributes": "*.safetensors filter=lfs diff=lfs merge=lfs -text\n",
    "models/org/tiny/config.json": '{"model_type": "bert"}\n',
    "models/org/tiny/copy of config.json": '{"model_type": "bert"}\n',
    "models/org/tiny/empty.txt": "",
    "models/org/tiny/model.safetensors": "not really weights, but kept as a large file\n",
    "models/org/tiny/nested/deep/vocab \u00e4.txt": "[PAD]\nhello\n",
    "models/org/tiny@feature%2Fx/.gitattributes": "*.safetensors filter=lfs diff=lfs merge=lfs -text\n",
    "models/org/tiny@feature%2Fx/config.json": '{"model_type": "distilbert"}\n',
    "datasets/org/rows/data/train.csv": "text,label\nhello,1\n",
}


def client(url, folder):
    """Runs in a process of its own, because the client reads its environment when it is imported."""
    from huggingface_hub import hf_hub_download, snapshot_download
    from huggingface_hub.errors import EntryNotFoundError
    snapshot_download("org/tiny")
    hf_hub_download("org/tiny", "config.json", revision="feature/x")
    hf_hub_download("org/rows", "data/train.csv", repo_type="dataset")
    try:
        hf_hub_download("org/tiny", "nested/none.json")
    except EntryNotFoundError:
        pass
    snapshot_download("org/tiny", local_dir=folder, allow_patterns=["*.json", "nested/"])


def entries(root):
    found = {}
    for path in sorted(pathlib.Path(root).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = {"link": os.readlink(path)}
        elif path.is_file():
            text = path.read_bytes().decode()
            found[name] = {"text": re.sub(r"\n\d+\.\d+\n$", "\nTIME\n", text) if name.endswith(".metadata") else text}
        elif not any(path.iterdir()):
            found[name] = {"folder": True}
    return found


def main(fakehub):
    spec = importlib.util.spec_from_file_location("fakehub", fakehub)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fakehub"] = module
    spec.loader.exec_module(module)
    with tempfile.TemporaryDirectory() as work:
        root = pathlib.Path(work, "root")
        for name, text in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        result = {"repositories": [], "cases": {}}
        with module.FakeHub(root) as hub:
            for repo in hub.state():
                result["repositories"].append({"kind": repo["kind"], "id": repo["id"], "branches": {
                    ref.removeprefix("refs/heads/"): {"commit": commit, "files": [
                        {"path": path, "text": hub.blob(file.key).read_text(), "oid": file.oid, "size": file.size, "sha256": file.sha256}
                        for path, file in sorted(hub.repos[repo["kind"], repo["id"]].commits[commit].tree.items())]}
                    for ref, commit in repo["refs"].items()}})
            for case, variables in {"links": {}, "files": {"HF_HUB_DISABLE_SYMLINKS": "1"}}.items():
                cache, folder = pathlib.Path(work, case, "cache"), pathlib.Path(work, case, "folder")
                environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HUB_CACHE": str(cache), "HF_HOME": work, "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_PROGRESS_BARS": "1", **variables}
                subprocess.run([sys.executable, __file__, hub.url, str(folder)], env=environment, check=True)
                result["cases"][case] = {"cache": entries(cache), "folder": entries(folder)}
    HERE.joinpath("cache.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    client(*sys.argv[1:]) if len(sys.argv) == 3 else main(sys.argv[1])
