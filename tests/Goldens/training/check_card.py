"""Shows that the Hub's library reads a model card's header:  python check_card.py README.md   (huggingface_hub of transformers 5.23.0)"""
import sys

from huggingface_hub import ModelCard
from huggingface_hub.repocard import metadata_load

data = metadata_load(sys.argv[1])
card = ModelCard.load(sys.argv[1])
print(data)
print("tags", card.data.tags, "| model", card.data.model_name, "| results", card.data.eval_results)
assert card.data.library_name == "transformers" and "generated_from_trainer" in card.data.tags
assert card.data.to_dict()["model-index"][0]["name"] == card.data.model_name if card.data.eval_results else True
print("text begins", card.text.strip()[:60].replace("\n", " "))
