namespace FineTune;

/// <summary>Which messages are printed. In JSON and on the command line: debug, info, warning, error, critical, passive.</summary>
public enum TrainerLogLevel
{
    /// <summary>Everything; the same as <see cref="Debug"/> here.</summary>
    Detail,

    /// <summary>Everything.</summary>
    Debug,

    /// <summary>What is going on, and all that follows here.</summary>
    Info,

    /// <summary>What may be a mistake, and all that follows here.</summary>
    Warning,

    /// <summary>What went wrong.</summary>
    Error,

    /// <summary>What ends the run.</summary>
    Critical,

    /// <summary>What the application has chosen; warnings if it has not.</summary>
    Passive,
}
