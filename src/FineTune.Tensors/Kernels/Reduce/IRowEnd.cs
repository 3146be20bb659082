namespace FineTune.Kernels;

/// <summary>
/// How rows end, known when a kernel is compiled: a loop over whole groups then holds no call, and its sums stay in registers.
/// </summary>
internal interface IRowEnd
{
    /// <summary>Gets whether the last group of sixteen may be short.</summary>
    static abstract bool MayBeShort { get; }
}

/// <summary>Rows of whole groups of sixteen: those of nearly every model.</summary>
internal readonly struct WholeGroups : IRowEnd
{
    public static bool MayBeShort => false;
}

/// <summary>Rows of any length.</summary>
internal readonly struct AnyLength : IRowEnd
{
    public static bool MayBeShort => true;
}
