namespace FineTune;

/// <summary>Some training arguments are wrong. <see cref="Problems"/> lists all of them, each with what to write instead.</summary>
public sealed class TrainingArgumentsException : ArgumentException
{
    /// <summary>Initializes the exception with the problems found.</summary>
    public TrainingArgumentsException(IReadOnlyList<string> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Gets the problems, one sentence or two each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Describe(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count == 1
            ? problems[0]
            : $"{problems.Count} training arguments are wrong:{string.Concat(problems.Select(problem => "\n  * " + problem))}";
    }
}
