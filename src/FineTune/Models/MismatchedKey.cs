namespace FineTune;

/// <summary>A weight whose shape in the checkpoint is not the model's.</summary>
/// <param name="Key">Its name in the model.</param>
/// <param name="CheckpointShape">Its shape in the checkpoint.</param>
/// <param name="ModelShape">Its shape in the model.</param>
public sealed record MismatchedKey(string Key, Shape CheckpointShape, Shape ModelShape);
