namespace FineTune;

/// <summary>How a <see cref="ProgressCallback"/> shows what is going on.</summary>
public enum ProgressStyle
{
    /// <summary><see cref="Live"/> on a terminal, <see cref="Plain"/> when the output goes to a file or a pipe.</summary>
    Auto,

    /// <summary>A bar that is drawn again and again, and a table with a row for each evaluation.</summary>
    Live,

    /// <summary>Lines of text without control characters.</summary>
    Plain,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>A JSON object a line for everything that is logged, with the keys of the log history.</summary>
    Json,
}
