namespace FineTune.Kernels;

/// <summary>A length cut into as few parts of at most a given size as possible, all as long as one another or one shorter.</summary>
internal readonly struct Division
{
    private readonly int _size;
    private readonly int _longer;

    public Division(int length, int largest)
    {
        Count = Math.Max(1, (int)(((long)length + largest - 1) / largest));
        _size = length / Count;
        _longer = length % Count;
    }

    /// <summary>Gets how many parts there are: at least one, which is empty when the length is 0.</summary>
    public int Count { get; }

    /// <summary>Gets the length of the first part, the longest.</summary>
    public int Longest => Size(0);

    public int Start(int part) => (part * _size) + Math.Min(part, _longer);

    public int Size(int part) => _size + (part < _longer ? 1 : 0);
}
