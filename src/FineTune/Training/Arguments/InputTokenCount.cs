namespace FineTune;

/// <summary>Which input tokens are counted. In JSON and on the command line: no, all, non_padding.</summary>
public enum InputTokenCount
{
    /// <summary>None.</summary>
    No,

    /// <summary>All, padding included.</summary>
    All,

    /// <summary>Those that are not padding.</summary>
    NonPadding,
}
