namespace FineTune.Training;

/// <summary>What an evaluation keeps of a batch.</summary>
/// <param name="Size">How many examples it has.</param>
/// <param name="Loss">Its loss, if there is one.</param>
/// <param name="Logits">The scores that are kept.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Inputs">The model's input, where metrics want it.</param>
/// <param name="Others">What else the model returned, where it is kept.</param>
internal sealed record PredictedBatch(
    int Size, float? Loss, Tensor? Logits, TensorBase? Labels, TensorBase? Inputs, IReadOnlyDictionary<string, IReadOnlyList<Tensor>>? Others);
