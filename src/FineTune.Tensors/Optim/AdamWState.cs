namespace FineTune.Optim;

/// <summary>What AdamW remembers of a parameter.</summary>
internal readonly record struct AdamWState(Tensor Step, Tensor ExpAvg, Tensor ExpAvgSq, Tensor? MaxExpAvgSq);
