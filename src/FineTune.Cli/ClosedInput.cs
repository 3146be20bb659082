using FineTune.Classification;

namespace FineTune.Cli;

/// <summary>Standard input that was closed when the process began: whoever reads it learns what to do instead.</summary>
internal sealed class ClosedInput : TextReader
{
    public static ClosedInput Instance { get; } = new();

    public override int Peek() => throw Refusal();

    public override int Read() => throw Refusal();

    public override string? ReadLine() => throw Refusal();

    public override string ReadToEnd() => throw Refusal();

    private static RunException Refusal() => new("Standard input is closed, so that no text can be read from it. Pass --text \"...\" or a file, or give the process an input (a pipe, or < FILE).");
}
