"""Computes the numbers of sklearn.json anew from the predictions and references in it.

Made with scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6:  python make_sklearn.py
"""
import json, pathlib
import numpy as np
from scipy import stats
from sklearn import metrics as m

path = pathlib.Path(__file__).with_name("sklearn.json")
golden = json.loads(path.read_text())


def scores(t, p, **kw):
    v = m.precision_recall_fscore_support(t, p, zero_division=0, **kw)[:3]
    return dict(zip(("precision", "recall", "f1"), (x.tolist() if isinstance(x, np.ndarray) else float(x) for x in v)))


for c in golden["classification"]:
    t, p = c["references"], c["predictions"]
    c.update(accuracy=m.accuracy_score(t, p), balanced_accuracy=float(m.balanced_accuracy_score(t, p)), matthews_correlation=float(m.matthews_corrcoef(t, p)),
             cohen_kappa=float(m.cohen_kappa_score(t, p)), confusion_matrix=m.confusion_matrix(t, p).tolist(), per_class=scores(t, p, average=None))
    for average in ("binary", "macro", "micro", "weighted"):
        if average in c:
            c[average] = scores(t, p, average=average)
for c in golden["regression"]:
    t, p = c["references"], c["predictions"]
    c.update(mse=float(m.mean_squared_error(t, p)), rmse=float(m.root_mean_squared_error(t, p)), mae=float(m.mean_absolute_error(t, p)),
             r2=float(m.r2_score(t, p)), pearson=float(stats.pearsonr(t, p)[0]), spearmanr=float(stats.spearmanr(t, p)[0]))
for c in golden["ranking"]:
    t, s = np.array(c["references"]), np.array(c["scores"])
    c.update(log_loss=float(m.log_loss(t, s)), top_2_accuracy=float(np.mean([y in np.argsort(r, kind="stable")[::-1][:2] for y, r in zip(t, s)])))
    if s.shape[1] == 2:
        c.update(roc_auc=float(m.roc_auc_score(t, s[:, 1])), average_precision=float(m.average_precision_score(t, s[:, 1])))
    else:
        c.update({f"roc_auc_{k}_macro": float(m.roc_auc_score(t, s, multi_class=k, average="macro")) for k in ("ovr", "ovo")})
for c in golden["multilabel"]:
    t, p = np.array(c["references"]), np.array(c["predictions"])
    c.update(exact_match=m.accuracy_score(t, p), hamming_loss=float(m.hamming_loss(t, p)))
    for average in ("micro", "macro", "weighted", "samples"):
        c[average] = scores(t, p, average=average)
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
