namespace FineTune.Classification;

/// <summary>
/// The one list of what is checked before a run costs time. The rule: whatever a run would be refused for or die of later, and that can be
/// known from arguments, files, configuration, headers of weights, tokens and the computer, is said by <c>plan</c> and before the first step of
/// every run, by the same check.
/// </summary>
/// <remarks>
/// <see cref="RunPreparation.Of"/> asks <see cref="ArgumentChecks"/> and <see cref="LabelChecks"/> while it reads; then come those here, for
/// which it must be complete; then, as soon as a split is tokenized, <see cref="TokenCheck"/>.
/// </remarks>
internal static class RunChecks
{
    private static readonly Func<CheckedRun, IEnumerable<Finding>>[] s_all = [FolderCheck.Of, WeightsCheck.Of, HeadCheck.Of, RoomCheck.Of, MemoryCheck.Of, PaddingCheck.Of];

    /// <summary>Makes every check.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tokenize">Tokenizes all rows, so that what is wrong with tokens is reported with all else; asked only after another problem.</param>
    /// <returns>What is to be warned of.</returns>
    /// <exception cref="RunException">The run cannot come to its end; it lists all that was found.</exception>
    public static IReadOnlyList<string> Of(CheckedRun run, Action tokenize)
    {
        Finding[] found = [.. s_all.SelectMany(check => check(run))];
        List<string> problems = [.. found.Where(finding => finding.IsFatal).Select(finding => finding.Message)];
        if (problems.Count == 0)
        {
            return [.. found.Select(finding => finding.Message)];
        }

        try
        {
            tokenize();
        }
        catch (RunException exception)
        {
            problems.AddRange(exception.Problems);
        }

        throw new RunException(problems);
    }

    /// <summary>Takes a step that may fail; what it reports is added to the problems.</summary>
    public static T? Try<T>(List<string> problems, Func<T?> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (RunException exception)
        {
            problems.AddRange(exception.Problems);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException or InvalidOperationException
            or NotSupportedException or UnauthorizedAccessException or TokenizerException or System.Text.Json.JsonException)
        {
            problems.Add(exception.Message);
        }

        return null;
    }
}
