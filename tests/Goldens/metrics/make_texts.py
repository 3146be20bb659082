"""Computes the numbers of texts.json anew from the predictions and references in it.

Made with rouge_score 0.1.2 and sacrebleu 2.6.0:  python make_texts.py
"""
import json, pathlib
import sacrebleu
from rouge_score import rouge_scorer

path = pathlib.Path(__file__).with_name("texts.json")
golden = json.loads(path.read_text(encoding="utf-8"))
types = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
scorer = rouge_scorer.RougeScorer(types)
scores = [scorer.score(r, p) for r, p in zip(golden["references"], golden["predictions"])]
golden["rouge"] = {
    "mean": {t: sum(s[t].fmeasure for s in scores) / len(scores) for t in types},
    "first": {t: scores[0][t].fmeasure for t in types},
}
bleu = sacrebleu.corpus_bleu(golden["predictions"], [golden["references"]])
golden["sacrebleu"] = {k: getattr(bleu, k) for k in ("score", "precisions", "bp", "sys_len", "ref_len", "counts", "totals")}
golden["chrf"] = {"score": sacrebleu.corpus_chrf(golden["predictions"], [golden["references"]]).score}
path.write_text(json.dumps(golden, ensure_ascii=False, indent=1), encoding="utf-8")
