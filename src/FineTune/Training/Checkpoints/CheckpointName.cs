using System.Globalization;
using System.Text.RegularExpressions;

namespace FineTune.Training;

/// <summary>The names of folders in a run's folder: <c>checkpoint-N</c>, and those of what is not finished, which do not begin like that.</summary>
internal static partial class CheckpointName
{
    public const string Prefix = "checkpoint-";

    public static string Of(int step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step}");

    /// <summary>What is being written.</summary>
    public static string Saving(int step) => string.Create(CultureInfo.InvariantCulture, $".saving-{step}");

    /// <summary>What is about to be replaced by one of the same step.</summary>
    public static string Replaced(int step) => string.Create(CultureInfo.InvariantCulture, $".replaced-{step}");

    /// <summary>What is being deleted.</summary>
    public static string Deleting(int step) => string.Create(CultureInfo.InvariantCulture, $".deleting-{step}");

    /// <summary>Gets the step of a checkpoint's folder, or null when it is none.</summary>
    public static int? StepOf(string folder) => Checkpoint().Match(Path.GetFileName(folder)) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int step) ? step : null;

    /// <summary>Gets what kind of unfinished folder this is and its step, or null when it is none.</summary>
    public static (string Kind, int Step)? UnfinishedOf(string folder) => Unfinished().Match(Path.GetFileName(folder)) is { Success: true } match
        && int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out int step) ? (match.Groups[1].Value, step) : null;

    [GeneratedRegex("^checkpoint-([0-9]+)$")]
    private static partial Regex Checkpoint();

    [GeneratedRegex("^\\.(saving|replaced|deleting)-([0-9]+)$")]
    private static partial Regex Unfinished();
}
