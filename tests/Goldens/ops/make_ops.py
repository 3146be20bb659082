"""Makes activations.json, losses.json, layers.json and fused.json: results and gradients of single operations by the reference.

Made with torch 2.13.0+cpu and transformers 5.23.0 (python make_ops.py, in this folder). Every case is an object of flat lists of float32
numbers (row-major) under the names its test reads; gradients are of sum(dy * y) and are called d<input>.
"""
import json
import torch
import torch.nn.functional as F
from transformers.activations import ACT2CLS, ACT2FN
from transformers.models.bert.modeling_bert import BertEmbeddings
from transformers import BertConfig
from transformers.trainer_pt_utils import LabelSmoother


def flat(tensor):
    return [float(str(v)) for v in tensor.detach().reshape(-1).to(torch.float32).numpy()]  # as few digits as tell floats apart


def write(name, cases):
    with open(name, "w") as file:
        json.dump(cases, file, separators=(",", ":"), allow_nan=True)
        file.write("\n")


def draw(seed, *shape, scale=1.0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale


def leaf(tensor):
    return tensor.clone().requires_grad_(True)


def gradients(y, dy, **inputs):
    y.backward(dy)
    result = {"y": flat(y), "dy": flat(dy)}
    for name, tensor in inputs.items():
        result[name] = flat(tensor)
        result["d" + name] = flat(tensor.grad)
    return result


def activations():
    grid = torch.cat([
        torch.linspace(-8, 8, 97),
        torch.tensor([0.0, -3.0, 3.0, 6.0, 1e-4, -1e-4, 19.9, 20.1, 25.0, -20.0, -40.0, 40.0, 9.99, 10.01]),
    ])
    dy = draw(1, grid.numel())
    cases = {}
    for name in ACT2CLS:
        module = ACT2FN[name]
        module = module.float()
        x = leaf(grid)
        case = gradients(module(x), dy, x=x)
        for key, parameter in module.named_parameters():
            case[key] = flat(parameter)
            case["d" + key] = flat(parameter.grad)
        cases[name] = case
    x = leaf(grid)
    cases["softplus"] = gradients(F.softplus(x), dy, x=x)
    x = leaf(grid)
    cases["logsigmoid"] = gradients(F.logsigmoid(x), dy, x=x)
    write("activations.json", cases)


def losses():
    logits = draw(2, 6, 5, scale=3.0)
    target = torch.tensor([0, 4, -100, 2, 2, 1])
    weight = torch.tensor([0.5, 1.0, 2.0, 0.25, 3.0])
    cases = {"logits": flat(logits), "target": target.tolist(), "weight": flat(weight), "cross_entropy": [], "bce": []}
    for reduction in ("mean", "sum", "none"):
        for smoothing in (0.0, 0.1):
            for weighted in (False, True):
                x = leaf(logits)
                y = F.cross_entropy(x, target, weight if weighted else None, reduction=reduction, label_smoothing=smoothing)
                dy = draw(3, 6) if reduction == "none" else torch.tensor(0.75)
                case = gradients(y, dy, x=x)
                case.update(reduction=reduction, smoothing=smoothing, weighted=weighted)
                cases["cross_entropy"].append(case)
    x = leaf(logits)
    ignored = F.cross_entropy(x, torch.full((6,), -100))
    ignored.backward()
    cases["all_ignored"] = {"is_nan": bool(torch.isnan(ignored)), "dx": flat(x.grad)}
    x = leaf(logits)
    y = LabelSmoother(epsilon=0.2)({"logits": x}, target)
    cases["label_smoother"] = gradients(y, torch.tensor(1.0), x=x)
    x = leaf(logits)
    y = LabelSmoother(epsilon=0.2)({"logits": x}, target, num_items_in_batch=torch.tensor(8))
    cases["label_smoother_items"] = gradients(y, torch.tensor(1.0), x=x)

    a, b = draw(4, 3, 7), draw(5, 3, 7)
    for reduction in ("mean", "sum", "none"):
        x, t = leaf(a), leaf(b)
        y = F.mse_loss(x, t, reduction=reduction)
        cases["mse_" + reduction] = gradients(y, draw(6, 3, 7) if reduction == "none" else torch.tensor(0.5), x=x, t=t)
    labels = (draw(7, 3, 5) > 0).float()
    scores = draw(8, 3, 5, scale=4.0)
    for reduction in ("mean", "sum", "none"):
        for name, arguments in {
            "plain": {},
            "pos_weight": {"pos_weight": weight},
            "weight": {"weight": torch.tensor([[1.0], [0.5], [2.0]])},
        }.items():
            x = leaf(scores)
            y = F.binary_cross_entropy_with_logits(x, labels, reduction=reduction, **arguments)
            case = gradients(y, draw(9, 3, 5) if reduction == "none" else torch.tensor(1.5), x=x)
            case.update(reduction=reduction, kind=name, t=flat(labels))
            cases["bce"].append(case)
    for name, factor in (("focal", None), ("focal_weighted", weight)):
        x = leaf(logits)
        kept = target != -100
        logp = F.log_softmax(x[kept], -1).gather(1, target[kept, None])[:, 0]
        rows = -((1 - logp.exp()) ** 2) * logp
        if factor is not None:
            rows = rows * factor[target[kept]]
        cases[name] = gradients(rows.mean(), torch.tensor(1.0), x=x)
    write("losses.json", cases)


def layers():
    cases = {}
    for name, function in (("softmax", F.softmax), ("log_softmax", F.log_softmax)):
        for shape in ((3, 5), (2, 37), (4, 32)):
            x = leaf(draw(10, *shape, scale=3.0))
            cases[f"{name}_{shape[1]}"] = gradients(function(x, -1), draw(11, *shape), x=x)
        x = leaf(draw(10, 3, 4, 5))
        cases[f"{name}_middle"] = gradients(function(x, 1), draw(11, 3, 4, 5), x=x)
    for width, rows in ((20, 34), (37, 5)):
        x, g, b = leaf(draw(12, rows, width) * 2 + 1), leaf(draw(13, width)), leaf(draw(14, width))
        cases[f"layer_norm_{width}"] = gradients(F.layer_norm(x, (width,), g, b, 1e-12), draw(15, rows, width), x=x, g=g, b=b)
    x, w, b = leaf(draw(16, 2, 3, 5)), leaf(draw(17, 7, 5)), leaf(draw(18, 7))
    cases["linear"] = gradients(F.linear(x, w, b), draw(19, 2, 3, 7), x=x, w=w, b=b)
    x, w, b = leaf(draw(16, 2, 3, 5)), leaf(draw(17, 7, 5)), leaf(draw(18, 7))
    cases["linear_gelu"] = gradients(F.gelu(F.linear(x, w, b)), draw(19, 2, 3, 7), x=x, w=w, b=b)
    for name, left, right in (
        ("stacks", (2, 3, 4, 5), (2, 3, 5, 6)), ("one_right", (3, 4, 5), (5, 6)), ("one_left", (4, 5), (3, 5, 6)),
        ("crossed", (2, 1, 4, 5), (3, 5, 6)), ("plain", (4, 5), (5, 6)),
    ):
        a, b = leaf(draw(20, *left)), leaf(draw(21, *right))
        y = a @ b
        cases["matmul_" + name] = gradients(y, draw(22, *y.shape), a=a, b=b)
        cases["matmul_" + name].update(a_shape=left, b_shape=right, y_shape=list(y.shape))
    for name, left, right in (
        ("same", (3, 4), (3, 4)), ("scalar", (3, 4), ()), ("row", (2, 3, 4), (4,)), ("left_row", (3, 4), (2, 3, 4)),
        ("column", (3, 4), (3, 1)), ("crossed", (3, 1, 4), (2, 1)), ("ones", (1, 1), (2, 3)),
    ):
        for kind, function in {
            "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
        }.items():
            a, b = leaf(draw(23, *left)), leaf(draw(24, *right) + 3)
            y = function(a, b)
            cases[f"{kind}_{name}"] = gradients(y, draw(25, *y.shape), a=a, b=b)
            cases[f"{kind}_{name}"].update(a_shape=left, b_shape=right, y_shape=list(y.shape))
    ids = torch.tensor([[3, 0, 5], [3, 1, 3]])
    table = leaf(draw(26, 6, 4))
    cases["embedding"] = gradients(F.embedding(ids, table, padding_idx=1), draw(27, 2, 3, 4), table=table)
    cases["embedding"]["ids"] = ids.reshape(-1).tolist()

    for name, shape, p in (("dropout", (3, 7), 0.1), ("dropout_half", (5, 32), 0.5)):
        x = leaf(draw(28, *shape))
        torch.manual_seed(99)
        y = F.dropout(x, p)
        cases[name] = gradients(y, draw(29, *shape), x=x)
        cases[name]["next"] = flat(torch.rand(2))

    write("layers.json", cases)


def fused():
    cases = {}
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [0, 1, 1, 1, 0]])
    for name, width in (("packed_20", 20), ("packed_32", 32)):
        valid = mask.bool()
        valid[:, 0] = True  # poolers read position 0, so packed rows hold it even where it is masked
        x, r = leaf(draw(30, 3, 5, width)), leaf(draw(31, 3, 5, width))
        g, b = leaf(draw(32, width)), leaf(draw(33, width))
        torch.manual_seed(7)
        y = F.layer_norm(F.dropout(x, 0.3) + r, (width,), g, b, 1e-12)
        dy = draw(34, 3, 5, width) * valid[..., None]
        cases["dropout_add_layer_norm_" + name] = gradients(y, dy, x=x, r=r, g=g, b=b)
        cases["dropout_add_layer_norm_" + name]["next"] = flat(torch.rand(2))
        x = leaf(draw(30, 3, 5, width))
        torch.manual_seed(7)
        cases["dropout_" + name] = gradients(F.dropout(x, 0.3), dy, x=x)

        torch.manual_seed(5)
        config = BertConfig(vocab_size=11, hidden_size=width, num_attention_heads=1, max_position_embeddings=8, hidden_dropout_prob=0.2)
        module = BertEmbeddings(config).train()
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.add_(draw(35, *parameter.shape))
        words = torch.tensor([[2, 5, 7, 5, 3], [2, 9, 0, 0, 0], [0, 5, 0, 3, 0]])
        types = torch.tensor([[0, 0, 1, 1, 1], [0, 1, 0, 0, 0], [0, 0, 1, 1, 0]])
        torch.manual_seed(8)
        y = module(input_ids=words, token_type_ids=types)
        y.backward(dy)
        case = {"y": flat(y), "dy": flat(dy), "words": words.reshape(-1).tolist(), "types": types.reshape(-1).tolist(), "next": flat(torch.rand(2))}
        for key, parameter in module.named_parameters():
            case[key] = flat(parameter)
            case["d" + key] = flat(parameter.grad)
        cases["embeddings_" + name] = case
    cases["mask"] = mask.reshape(-1).tolist()
    write("fused.json", cases)


if __name__ == "__main__":
    activations()
    losses()
    layers()
    fused()
