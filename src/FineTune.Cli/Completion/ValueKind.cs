namespace FineTune.Cli.Completion;

/// <summary>What a flag is completed with.</summary>
internal enum ValueKind
{
    /// <summary>Nothing: it takes a text or a number.</summary>
    Anything,

    /// <summary>One of a few words.</summary>
    Words,

    /// <summary>The name of a file.</summary>
    Files,

    /// <summary>The name of a folder.</summary>
    Folders,
}
