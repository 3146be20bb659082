"""What TrainingArguments is in the reference: its fields with their defaults, how it writes itself, what it derives and what it refuses.

Made with transformers 5.23.0, accelerate 1.15.0, torch 2.13.0 (CPU):  python make_arguments.py > arguments.json
"""
import dataclasses
import json
import warnings

import transformers

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_warning()
A = transformers.TrainingArguments


def default(field):
    value = field.default if field.default is not dataclasses.MISSING else field.default_factory()
    return getattr(value, "value", value)


def outcome(case):
    try:
        return {"case": case, "json": A(output_dir="out", **case).to_json_string()}
    except Exception as error:
        return {"case": case, "error": type(error).__name__}


cases = [
    {},
    {"eval_strategy": "epoch", "save_strategy": "epoch", "load_best_model_at_end": True},
    {"eval_strategy": "steps", "logging_steps": 20},
    {"eval_strategy": "steps", "eval_steps": 0.1, "save_steps": 0.2, "load_best_model_at_end": True, "metric_for_best_model": "accuracy"},
    {"metric_for_best_model": "eval_my_loss"},
    {"lr_scheduler_type": "reduce_lr_on_plateau", "eval_strategy": "epoch", "lr_scheduler_kwargs": {"factor": 0.5}},
    {"include_num_input_tokens_seen": True, "gradient_checkpointing": True, "report_to": "none", "learning_rate": 0.5, "weight_decay": 0.01},
    {"lr_scheduler_kwargs": '{"num_cycles": "2", "x": "0.5", "y": "true", "z": "word"}', "warmup_steps": 0.06},
    {"include_for_metrics": ["inputs", "loss"], "label_names": ["labels"], "run_name": "caf\u00e9 \"x\"", "use_cpu": True},
    # refused
    {"logging_steps": 0},
    {"logging_steps": 1.5},
    {"eval_strategy": "steps", "eval_steps": 2.5},
    {"save_steps": 10.5},
    {"load_best_model_at_end": True, "eval_strategy": "epoch"},
    {"load_best_model_at_end": True, "eval_strategy": "steps", "eval_steps": 3, "save_steps": 10},
    {"load_best_model_at_end": True, "eval_strategy": "steps", "eval_steps": 0.3, "save_steps": 3},
    {"load_best_model_at_end": True, "eval_strategy": "steps", "eval_steps": 0.3, "save_steps": 0.4},
    {"fp16": True, "bf16": True, "use_cpu": True},
    {"fp16_full_eval": True, "bf16_full_eval": True, "use_cpu": True},
    {"lr_scheduler_type": "reduce_lr_on_plateau"},
    {"lr_scheduler_type": "greedy"},
    {"warmup_steps": -1},
    {"dataloader_prefetch_factor": 2},
    {"torch_empty_cache_steps": 0},
    {"eval_strategy": "sometimes"},
    {"optim": "adam"},
    {"evaluation_strategy": "epoch"},
]
warmups = [{"warmup_steps": w, "steps": n, "result": A(output_dir="out", warmup_steps=w).get_warmup_steps(n)}
           for w in (0, 1, 1.9, 10, 0.1, 0.06, 0.5, 0.999) for n in (1, 7, 100, 1377)]
print(json.dumps({
    "versions": {"transformers": transformers.__version__},
    "fields": [{"name": f.name, "default": default(f)} for f in dataclasses.fields(A)],
    "optimizers": [o.value for o in transformers.training_args.OptimizerNames],
    "schedulers": [s.value for s in transformers.trainer_utils.SchedulerType],
    "outcomes": [outcome(c) for c in cases],
    "warmups": warmups,
    "text": str(A(output_dir="out")),
}, indent=1))
