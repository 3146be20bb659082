namespace FineTune.Kernels;

/// <summary>How a tile kernel finds the elements of a.</summary>
internal interface IElementLayout
{
    /// <summary>Gets whether rows lie apart and steps of k side by side (a matrix as it is stored), or the other way round (packed).</summary>
    static abstract bool RowsApart { get; }
}

internal readonly struct RowsTogether : IElementLayout
{
    public static bool RowsApart => false;
}

internal readonly struct RowsApart : IElementLayout
{
    static bool IElementLayout.RowsApart => true;
}
