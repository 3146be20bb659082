"""Shows that the stand-in Hub of the tests (tests/FineTune.Testing.Hub) is close enough to the real one: the real Python client downloads
from it and pushes to it. Not a test of the product; run it by hand when the stand-in has changed.

    python check_standin.py        (huggingface_hub 2.4.0, datasets 5.2.0, transformers 5.23, torch; build the stand-in in Release first)

Prints a line for each check and, at the end, how many passed.
"""
import io, json, os, shutil, subprocess, sys, tempfile, traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
HOST = REPOSITORY / "tests/FineTune.Testing.Hub/bin/Release/net10.0/FineTune.Testing.Hub.dll"
MODEL = REPOSITORY / "tests/Goldens/models/bert-tiny"
WORK = Path(tempfile.mkdtemp(prefix="check-standin-"))


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def make_root(root):
    shutil.copytree(MODEL, root / "models/acme/tiny")
    write(root / "models/acme/tiny/README.md", "---\nlicense: mit\ntags:\n- small\n---\n# Tiny\n")
    write(root / "models/acme/tiny/deep/er/file with space.txt", "deep")
    write(root / "models/acme/tiny@dev/config.json", "{}")
    write(root / "models/acme/tiny/.hub.json", json.dumps({"tags": {"v1": "main"}}))
    shutil.copytree(MODEL, root / "models/google-bert/bert-base-uncased")
    for name, settings in {"secret": {"private": True}, "fenced": {"gated": "manual", "allowed": ["bob"]}, "shut": {"disabled": True}}.items():
        write(root / f"models/acme/{name}/config.json", '{"model_type": "bert"}')
        write(root / f"models/acme/{name}/.hub.json", json.dumps(settings))
    for i in range(30):
        write(root / f"models/acme/many/f{i:02}.txt", str(i))
    write(root / "datasets/acme/reviews/train.csv", "text,label\n" + "".join(f"row {i},{i % 2}\n" for i in range(20)))
    write(root / "datasets/acme/reviews/test.csv", "text,label\nlast,1\n")
    write(root / "datasets/stanfordnlp/imdb/train.jsonl", "".join(json.dumps({"text": f"film {i}", "label": i % 2}) + "\n" for i in range(6)))


make_root(WORK / "root")
host = subprocess.Popen(["dotnet", str(HOST), str(WORK / "root"), "--page-size", "7", "--large", "200000", "--multipart", "1000000", "--part", "300000"],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
urls = json.loads(host.stdout.readline())
os.environ.update({"HF_ENDPOINT": urls["hub"], "HF_HOME": str(WORK / "home"), "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_TELEMETRY": "1"})
for name in ("HF_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"):
    os.environ.pop(name, None)

import huggingface_hub as hf
from huggingface_hub import errors
import datasets, transformers

ALICE, READER, BOB = "hf_alice_write", "hf_alice_read", "hf_bob_write"
api = hf.HfApi(token=ALICE)
nobody = hf.HfApi(token=False)
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def refused(kind, action, containing=""):
    try:
        action()
    except kind as e:
        assert containing in str(e), f"expected {containing!r} in {e}"
        return
    raise AssertionError(f"{kind.__name__} was expected")


@check
def downloads_of_a_small_and_a_large_file_are_the_bytes():
    for name in ("config.json", "model.safetensors", "deep/er/file with space.txt"):
        path = Path(hf.hf_hub_download("acme/tiny", name, token=False))
        source = WORK / "root/models/acme/tiny" / name
        assert path.read_bytes() == source.read_bytes()


@check
def a_branch_a_tag_and_a_commit_are_revisions():
    head = nobody.model_info("acme/tiny").sha
    assert nobody.model_info("acme/tiny", revision="v1").sha == head
    assert Path(hf.hf_hub_download("acme/tiny", "config.json", revision="dev", token=False)).read_text() == "{}"
    assert Path(hf.hf_hub_download("acme/tiny", "config.json", revision=head, token=False)).read_bytes() == (MODEL / "config.json").read_bytes()


@check
def a_snapshot_has_every_file_over_pages():
    folder = Path(hf.snapshot_download("acme/many", token=False))
    assert len(list(folder.glob("f*.txt"))) == 30
    assert len(list(nobody.list_repo_tree("acme/tiny", recursive=True))) == len(nobody.list_repo_files("acme/tiny")) + 2
    assert [e.path for e in nobody.list_repo_tree("acme/tiny", "deep")] == ["deep/er"]


@check
def details_paths_refs_and_commits():
    info = nobody.model_info("acme/tiny", files_metadata=True)
    large = next(s for s in info.siblings if s.rfilename == "model.safetensors")
    assert large.lfs.sha256 and large.size == (MODEL / "model.safetensors").stat().st_size
    assert info.card_data["license"] == "mit" and "license:mit" in info.tags and "small" in info.tags
    assert [p.path for p in nobody.get_paths_info("acme/tiny", ["config.json", "nothing"])] == ["config.json"]
    refs = nobody.list_repo_refs("acme/tiny")
    assert {b.name for b in refs.branches} == {"main", "dev"} and [t.name for t in refs.tags] == ["v1"]
    assert [c.title for c in nobody.list_repo_commits("acme/tiny")] == ["initial commit"]
    assert nobody.file_exists("acme/tiny", "config.json") and not nobody.file_exists("acme/tiny", "nothing")


@check
def what_is_not_there_is_said_to_be_missing():
    refused(errors.RepositoryNotFoundError, lambda: api.model_info("acme/nothing"))
    refused(errors.RepositoryNotFoundError, lambda: nobody.model_info("acme/secret"))
    refused(errors.RevisionNotFoundError, lambda: hf.hf_hub_download("acme/tiny", "config.json", revision="nothing", token=False))
    refused(errors.EntryNotFoundError, lambda: hf.hf_hub_download("acme/tiny", "nothing", token=False))
    refused(errors.GatedRepoError, lambda: hf.hf_hub_download("acme/fenced", "config.json", token=False))
    refused(errors.GatedRepoError, lambda: nobody.auth_check("acme/fenced"))
    refused(errors.DisabledRepoError, lambda: nobody.model_info("acme/shut"))
    refused(errors.HfHubHTTPError, lambda: hf.HfApi(token="hf_wrong").model_info("acme/tiny"), "Invalid credentials")
    assert hf.hf_hub_download("acme/secret", "config.json", token=READER)
    assert hf.hf_hub_download("acme/fenced", "config.json", token=BOB)
    nobody.auth_check("acme/tiny")


@check
def old_names_lead_to_the_new_ones():
    assert nobody.model_info("bert-base-uncased").id == "google-bert/bert-base-uncased"
    assert nobody.dataset_info("imdb").id == "stanfordnlp/imdb"
    assert Path(hf.hf_hub_download("bert-base-uncased", "config.json", token=False)).is_file()


@check
def whoami_and_login():
    me = api.whoami()
    assert me["name"] == "alice" and me["auth"]["accessToken"]["role"] == "write" and me["orgs"][0]["name"] == "acme"
    hf.login(token=ALICE)
    assert hf.get_token() == ALICE
    hf.logout()
    refused(errors.HfHubHTTPError, lambda: hf.login(token="hf_wrong"), "Invalid user token")


@check
def a_repository_is_made_changed_moved_and_deleted():
    url = api.create_repo("alice/new", private=True)
    assert url.repo_id == "alice/new" and api.model_info("alice/new").private
    refused(errors.HfHubHTTPError, lambda: api.create_repo("alice/new"), "already created")
    api.create_repo("alice/new", exist_ok=True)
    refused(errors.HfHubHTTPError, lambda: hf.HfApi(token=READER).create_repo("alice/other"))
    refused(errors.HfHubHTTPError, lambda: hf.HfApi(token=BOB).create_repo("acme/other"))
    api.update_repo_settings("alice/new", visibility="public", gated="auto")
    assert nobody.model_info("alice/new").gated == "auto"
    api.move_repo("alice/new", "acme/moved")
    assert api.model_info("alice/new").id == "acme/moved"
    api.delete_repo("acme/moved")
    refused(errors.RepositoryNotFoundError, lambda: api.delete_repo("acme/moved"))
    api.delete_repo("acme/moved", missing_ok=True)


@check
def branches_and_tags():
    api.create_repo("alice/refs")
    api.create_branch("alice/refs", branch="b/one")
    refused(errors.HfHubHTTPError, lambda: api.create_branch("alice/refs", branch="b/one"), "already exists")
    api.create_branch("alice/refs", branch="b/one", exist_ok=True)
    api.create_tag("alice/refs", tag="t", revision="b/one")
    refs = api.list_repo_refs("alice/refs")
    assert {b.name for b in refs.branches} == {"main", "b/one"} and [t.name for t in refs.tags] == ["t"]
    api.delete_tag("alice/refs", tag="t")
    api.delete_branch("alice/refs", branch="b/one")
    assert [b.name for b in api.list_repo_refs("alice/refs").branches] == ["main"]


@check
def a_folder_of_regular_and_large_files_arrives():
    source = WORK / "folder"
    contents = {"a.txt": b"text", "sub/b.bin": b"\0" + os.urandom(5000), "big.safetensors": os.urandom(2_500_000), "wide.txt": b"x" * 300_000, "empty.txt": b"",
                "README.md": b"---\ntags: [x]\n---\nhello\n", "skip.log": b"no", ".gitignore": b"*.log\n"}
    for name, content in contents.items():
        write(source / name, content)
    api.create_repo("alice/folder")
    first = api.upload_folder(repo_id="alice/folder", folder_path=source, ignore_patterns=["nothing*"])
    got = Path(hf.snapshot_download("alice/folder", token=False))
    for name, content in contents.items():
        assert name == "skip.log" or (got / name).read_bytes() == content, name
    assert not (got / "skip.log").exists()
    kinds = {e.path: e.lfs is not None for e in api.list_repo_tree("alice/folder", recursive=True) if hasattr(e, "lfs")}
    assert kinds == {".gitattributes": False, ".gitignore": False, "README.md": False, "a.txt": False, "empty.txt": False, "big.safetensors": True, "sub/b.bin": True, "wide.txt": True}
    (source / "skip.log").unlink()  # the reference counts a file that the server ignores as changed
    again = api.upload_folder(repo_id="alice/folder", folder_path=source)
    assert again.oid == first.oid
    api.upload_folder(repo_id="alice/folder", folder_path=WORK / "root/models/acme/many", delete_patterns="sub/*", path_in_repo="")
    assert not any(f.startswith("sub/") for f in api.list_repo_files("alice/folder"))
    api.delete_file("a.txt", "alice/folder")
    api.upload_file(path_or_fileobj=io.BytesIO(b"new"), path_in_repo="deep/c.txt", repo_id="alice/folder")
    api.delete_folder("deep", "alice/folder")
    assert not {"a.txt", "deep/c.txt"} & set(api.list_repo_files("alice/folder"))


@check
def bad_metadata_is_refused():
    refused((ValueError, errors.HfHubHTTPError), lambda: api.upload_file(path_or_fileobj=b"---\nlicense: {a: 1}\nmodel-index: 3\n---\n", path_in_repo="README.md", repo_id="alice/folder"), "metadata")


@check
def a_commit_on_an_old_parent_is_refused():
    parent = api.model_info("alice/folder").sha
    add = lambda name: [hf.CommitOperationAdd(name, name.encode())]
    api.create_commit("alice/folder", add("one"), commit_message="one", parent_commit=parent)
    refused(errors.HfHubHTTPError, lambda: api.create_commit("alice/folder", add("two"), commit_message="two", parent_commit=parent), "412")
    refused(errors.RevisionNotFoundError, lambda: api.create_commit("alice/folder", add("two"), commit_message="two", revision="nothing"))
    refused(errors.HfHubHTTPError, lambda: hf.HfApi(token=READER).create_commit("alice/folder", add("two"), commit_message="two"), "403")


@check
def a_pull_request_is_opened_extended_and_merged():
    bob = hf.HfApi(token=BOB)
    made = bob.create_commit("alice/folder", [hf.CommitOperationAdd("from-bob.bin", b"\0" * 4000)], commit_message="a gift", create_pr=True)
    assert made.pr_num == 1 and made.pr_revision == "refs/pr/1"
    api.create_commit("alice/folder", [hf.CommitOperationAdd("more.txt", b"more")], commit_message="more", revision=made.pr_revision)
    assert api.file_exists("alice/folder", "more.txt", revision="refs/pr/1")
    assert hf.hf_hub_download("alice/folder", "from-bob.bin", revision="refs/pr/1", token=False)
    assert not api.file_exists("alice/folder", "more.txt")
    assert api.list_repo_refs("alice/folder", include_pull_requests=True).pull_requests[0].ref == "refs/pr/1"
    api.merge_pull_request("alice/folder", 1)
    assert api.file_exists("alice/folder", "more.txt") and api.file_exists("alice/folder", "from-bob.bin")
    opened = api.create_pull_request("alice/folder", title="empty")
    assert opened.num == 2


@check
def from_pretrained_and_push_to_hub():
    model = transformers.AutoModelForSequenceClassification.from_pretrained("acme/tiny", num_labels=3)
    tokenizer = transformers.AutoTokenizer.from_pretrained("bert-base-uncased")
    model.push_to_hub("alice/pushed", token=ALICE)
    tokenizer.push_to_hub("alice/pushed", token=ALICE)
    again = transformers.AutoModelForSequenceClassification.from_pretrained("alice/pushed")
    assert all(a.equal(b) for a, b in zip(model.state_dict().values(), again.state_dict().values()))
    assert transformers.AutoTokenizer.from_pretrained("alice/pushed")("a text")["input_ids"] == tokenizer("a text")["input_ids"]


@check
def load_dataset_and_push_to_hub():
    data = datasets.load_dataset("acme/reviews")
    assert data["train"].num_rows == 20 and data["test"][0] == {"text": "last", "label": 1}
    data.push_to_hub("alice/pushed-data", token=ALICE)
    data["train"].select(range(5)).push_to_hub("alice/pushed-data", "few", split="train", token=ALICE)
    again = datasets.load_dataset("alice/pushed-data", "default")
    assert again["train"].to_list() == data["train"].to_list()
    assert datasets.load_dataset("alice/pushed-data", "few", split="train").num_rows == 5
    assert next(iter(datasets.load_dataset("stanfordnlp/imdb", split="train", streaming=True)))["text"] == "film 0"


passed = 0
for function in CHECKS:
    name = function.__name__.replace("_", " ")
    try:
        function()
        passed += 1
        print("passed:", name)
    except Exception:
        print("FAILED:", name)
        traceback.print_exc()

host.stdin.close()
requests = host.stdout.read().splitlines()
host.wait()
problems = [r for r in requests if r.startswith("leak:") or "-> 500" in r or (r.startswith("Cdn") and not r.split(" -> ")[1].startswith(("200", "206")))]
print(*problems, sep="\n")
print(f"{len(requests)} requests; nothing of a token outside the Hub, no answer of 500" if not problems else f"{len(problems)} requests went wrong")
print(f"{passed} of {len(CHECKS)} passed")
shutil.rmtree(WORK, ignore_errors=True)
sys.exit(0 if passed == len(CHECKS) and not problems else 1)
