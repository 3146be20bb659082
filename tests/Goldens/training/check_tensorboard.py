"""Shows that TensorBoard reads what a run wrote:  python check_tensorboard.py OUTPUT_DIR/runs/NAME   (tensorboard of torch 2.13.0)

Prints the scalars, texts and histograms its EventAccumulator finds, and fails when there is none of a kind that is asked for by name.
"""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

reader = EventAccumulator(sys.argv[1], size_guidance={"tensors": 0, "histograms": 0, "scalars": 0})
reader.Reload()
tags = reader.Tags()
for tag in tags["scalars"]:
    print("scalar", tag, [(event.step, event.value) for event in reader.Scalars(tag)])
for tag in tags["tensors"]:
    print("text", tag, reader.Tensors(tag)[0].tensor_proto.string_val[0].decode()[:60].replace("\n", " "))
for tag in tags["histograms"]:
    for event in reader.Histograms(tag):
        h = event.histogram_value
        print("histogram", tag, event.step, h.min, h.max, h.num, h.sum, len(h.bucket), sum(h.bucket))
for kind in sys.argv[2:]:
    assert tags[kind], f"no {kind}"
