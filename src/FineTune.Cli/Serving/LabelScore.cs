namespace FineTune.Cli.Serving;

/// <summary>A label with its score.</summary>
internal sealed record LabelScore(string Label, float Score);
