namespace FineTune.Cli.Serving;

/// <summary>Why a request cannot be answered.</summary>
internal sealed record ClassifyError(string Error);
