namespace FineTune;

/// <summary>A label a text was given.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Score">How sure the model is, or for regression the number itself.</param>
public readonly record struct ClassificationResult(string Label, float Score);
