using FineTune.Terminal;

namespace FineTune.Cli.Commands;

/// <summary>Where a verb reads, writes and learns that it should end.</summary>
internal sealed record CommandContext(TextReader Input, TextWriter Output, TextWriter Errors, CancellationToken CancellationToken)
{
    /// <summary>Gets whether what is printed is lost, as where the reader has gone: what only prints may end.</summary>
    public bool OutputIsLost => Output is SafeWriter { Failure: not null };

    /// <summary>Reads standard input, each line when it is there.</summary>
    public IEnumerable<string> InputLines()
    {
        while (Interruptible.Call(Input.ReadLine, CancellationToken) is { } line)
        {
            yield return line;
        }
    }
}
