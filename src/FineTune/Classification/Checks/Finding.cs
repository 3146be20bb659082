namespace FineTune.Classification;

/// <summary>What a check found.</summary>
/// <param name="IsFatal">Whether the run is refused for it; else it is a warning.</param>
/// <param name="Message">What is wrong, with place and numbers, and what to do.</param>
internal readonly record struct Finding(bool IsFatal, string Message)
{
    public static Finding Problem(string message) => new(IsFatal: true, message);

    public static Finding Warning(string message) => new(IsFatal: false, message);
}
