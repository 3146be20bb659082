namespace FineTune.Kernels;

/// <summary>A length cut into parts that are all as long as one another or one shorter.</summary>
internal readonly struct Division
{
    private readonly int _size;
    private readonly int _longer;

    private Division(int length, int count)
    {
        Count = count;
        _size = length / count;
        _longer = length % count;
    }

    /// <summary>Gets how many parts there are: at least one, which is empty when the length is 0.</summary>
    public int Count { get; }

    /// <summary>Gets the length of the first part, the longest.</summary>
    public int Longest => Size(0);

    /// <summary>Cuts a length into as few parts of at most <paramref name="largest"/> as possible.</summary>
    public static Division IntoAtMost(int largest, int length) => new(length, Math.Max(1, (int)(((long)length + largest - 1) / largest)));

    /// <summary>Cuts a length into a number of parts, fewer when it is not that long.</summary>
    public static Division IntoParts(int count, int length) => new(length, Math.Max(1, Math.Min(count, length)));

    public int Start(int part) => (part * _size) + Math.Min(part, _longer);

    public int Size(int part) => _size + (part < _longer ? 1 : 0);

    /// <summary>Gets how many parts, from one on, are as long as that one.</summary>
    public int Alike(int part) => (part < _longer ? _longer : Count) - part;
}
