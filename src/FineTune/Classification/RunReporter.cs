namespace FineTune.Classification;

/// <summary>Where a run writes what it finds and does.</summary>
internal sealed class RunReporter
{
    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    /// <summary>Gets where the Trainer's messages go. Default: to <see cref="Errors"/>.</summary>
    public TextWriter? Messages { get; init; }

    /// <summary>Gets where predictions go that are not written to a file.</summary>
    public required TextWriter Results { get; init; }

    /// <summary>Gets whether <see cref="Output"/> is the process's own, so that it may be a terminal.</summary>
    public bool WritesToConsole { get; init; }

    public ProgressStyle Style { get; init; }

    /// <summary>Writes a line for a person; there is none among JSON lines.</summary>
    public void Say(string line)
    {
        if (Style != ProgressStyle.Json)
        {
            Output.WriteLine(line);
        }
    }

    public void Warn(string line) => Errors.WriteLine("warning: " + line);

    public ProgressCallback Progress() => new() { Style = Style, Output = WritesToConsole ? null : Output };
}
