namespace FineTune;

/// <summary>A text that a model wrote, and the texts that would have been right.</summary>
internal readonly record struct TextRow(string Prediction, IReadOnlyList<string> References);
