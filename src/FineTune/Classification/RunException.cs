namespace FineTune;

/// <summary>What was asked for cannot be done: one line a problem, each with what to type instead. Nothing was written.</summary>
public sealed class RunException : ArgumentException
{
    /// <summary>Initializes the exception with every problem found.</summary>
    public RunException(params IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems ?? throw new ArgumentNullException(nameof(problems)))) => Problems = problems;

    /// <summary>Gets the problems, one line each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
