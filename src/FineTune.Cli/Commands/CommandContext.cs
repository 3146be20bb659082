namespace FineTune.Cli.Commands;

/// <summary>Where a verb reads, writes and learns that it should end.</summary>
internal sealed record CommandContext(TextReader Input, TextWriter Output, TextWriter Errors, CancellationToken CancellationToken);
