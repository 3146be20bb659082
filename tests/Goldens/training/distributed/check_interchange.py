"""Shows that the reference and FineTune go on from each other's checkpoints of two and three processes, in both directions:
    python check_interchange.py FineTune.Cli.dll [mpirun words...]       (transformers 5.23.0, torch 2.13.0; an MPI for FineTune)

Both train the tiny model here for two epochs of 61 rows and save on the way; then each goes on, in the middle of an epoch and at its end, from what the other
saved, and is compared with the reference that goes on from its own. Losses must agree within 1e-5, the random numbers of every process at the end to the bit,
evaluated accuracies exactly, weights within 2e-5 (but for the keys' biases, on which nothing depends: their gradients are rounding, which AdamW blows up).
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
TINY = os.path.join(here, "tiny")
BATCH, EVERY, EPOCHS, RATE = 4, 3, 2, 1e-3


def reference(folder, resume):
    """One process of a run of the reference's."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments, set_seed
    torch.set_num_threads(1)
    args = TrainingArguments(
        folder, per_device_train_batch_size=BATCH, per_device_eval_batch_size=BATCH, num_train_epochs=EPOCHS, learning_rate=RATE, logging_steps=1,
        save_strategy="steps", save_steps=EVERY, eval_strategy="epoch", seed=42, use_cpu=True, disable_tqdm=True, report_to="none")
    set_seed(42)
    tokenizer = AutoTokenizer.from_pretrained(f"{TINY}/model")
    model = AutoModelForSequenceClassification.from_pretrained(f"{TINY}/model", num_labels=2)

    def rows(name):
        with open(f"{TINY}/{name}", encoding="utf-8", newline="") as file:
            return [{**tokenizer(row["text"], truncation=True, max_length=128), "labels": int(row["label"])} for row in csv.DictReader(file)]

    trainer = Trainer(
        model, args, train_dataset=rows("train.csv"), eval_dataset=rows("dev.csv"), processing_class=tokenizer, data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=lambda found: {"accuracy": float((found.predictions.argmax(-1) == found.label_ids).mean())})
    trainer.model_accepts_loss_kwargs = False  # The mean over the step, not the sum of means.
    trainer.train(resume_from_checkpoint=resume)


if sys.argv[1:2] == ["--process"]:
    reference(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    sys.exit()

PROGRAM, LAUNCHER = sys.argv[1], sys.argv[2:] or ["mpirun"]


def run_reference(count, folder, resume=None):
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", str(count), "--master_addr", "127.0.0.1", "--master_port", str(20000 + os.getpid() % 20000),
         __file__, "--process", folder, *([resume] if resume else [])], check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run_finetune(count, folder, resume=None):
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    flags = {
        "model_name_or_path": f"{TINY}/model", "train_file": f"{TINY}/train.csv", "validation_file": f"{TINY}/dev.csv", "output_dir": folder,
        "per_device_train_batch_size": BATCH, "per_device_eval_batch_size": BATCH, "num_train_epochs": EPOCHS, "learning_rate": RATE, "logging_steps": 1,
        "save_strategy": "steps", "save_steps": EVERY, "eval_strategy": "epoch", "seed": 42, "max_seq_length": 128, "pad_to_max_length": "false", "log_format": "plain",
        **({"resume_from_checkpoint": resume} if resume else {})}
    subprocess.run(
        [*LAUNCHER, "-np", str(count), "dotnet", PROGRAM, "train", *[word for key, value in flags.items() for word in (f"--{key}", str(value))]],
        check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def go_on(run, count, saved, step, name):
    other = f"{saved}-{name}-{step}"
    shutil.copytree(f"{saved}/checkpoint-{step}", f"{other}/checkpoint-{step}")
    run(count, other, f"{other}/checkpoint-{step}")
    return other


def newest(folder):
    return max((int(name.split("-")[1]), os.path.join(folder, name)) for name in os.listdir(folder) if name.startswith("checkpoint-"))[1]


def compare(name, expected, found, count):
    import torch
    from safetensors.torch import load_file
    logs = [json.load(open(f"{newest(folder)}/trainer_state.json"))["log_history"] for folder in (expected, found)]
    losses = [[entry["loss"] for entry in log if "loss" in entry] for log in logs]
    accuracies = [[entry["eval_accuracy"] for entry in log if "eval_accuracy" in entry] for log in logs]
    weights = [load_file(f"{newest(folder)}/model.safetensors") for folder in (expected, found)]
    states = [[torch.load(f"{newest(folder)}/rng_state_{rank}.pth", weights_only=False)["cpu"] for rank in range(count)] for folder in (expected, found)]
    loss = max(abs(a - b) for a, b in zip(*losses, strict=True))
    weight = max(float((weights[0][key] - weights[1][key]).abs().max()) for key in weights[0] if not key.endswith("key.bias"))
    same = all(torch.equal(a, b) for a, b in zip(*states))
    print(f"{name}: {len(losses[0])} losses within {loss:.1e}, weights within {weight:.1e}, random numbers {'equal' if same else 'DIFFER'}, accuracies {accuracies[1]}", flush=True)
    assert loss <= 1e-5 and weight <= 2e-5 and same and accuracies[0] == accuracies[1], name


with tempfile.TemporaryDirectory() as work:
    for count in (2, 3):
        theirs, ours = f"{work}/theirs-{count}", f"{work}/ours-{count}"
        run_reference(count, theirs)
        run_finetune(count, ours)
        compare(f"{count} processes, whole runs", theirs, ours, count)
        for step in sorted(int(name.split("-")[1]) for name in os.listdir(theirs) if name.startswith("checkpoint-"))[:-1]:
            alone = go_on(run_reference, count, theirs, step, "alone")  # At an epoch's end it does not make up for the evaluation.
            for saved, run, word in ((theirs, run_finetune, "FineTune goes on from the reference's"), (ours, run_reference, "the reference goes on from FineTune's")):
                other = go_on(run, count, saved, step, "other")
                compare(f"{count} processes, {word} checkpoint-{step}", alone, other, count)
print("all agree")
