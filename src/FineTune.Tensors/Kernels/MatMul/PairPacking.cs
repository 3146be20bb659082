namespace FineTune.Kernels;

/// <summary>The functions that pack slivers in joined pairs where the processor rounds to bfloat16 by itself; null where it does not.</summary>
internal sealed unsafe class PairPacking
{
    private static readonly Lazy<PairPacking?> s_made = new(Make);
    private readonly delegate* unmanaged[SuppressGCTransition]<PackCall*, void> _joinOne;
    private readonly delegate* unmanaged[SuppressGCTransition]<PackCall*, void> _joinTwo;
    private readonly delegate* unmanaged[SuppressGCTransition]<PackCall*, void> _transpose;

    private PairPacking(nint joinOne, nint joinTwo, nint transpose)
    {
        _joinOne = (delegate* unmanaged[SuppressGCTransition]<PackCall*, void>)joinOne;
        _joinTwo = (delegate* unmanaged[SuppressGCTransition]<PackCall*, void>)joinTwo;
        _transpose = (delegate* unmanaged[SuppressGCTransition]<PackCall*, void>)transpose;
    }

    /// <summary>Gets what there is for whole slivers of so many elements.</summary>
    public static PairPacking? Of(int elements) =>
        elements is PackCode.Side or (2 * PackCode.Side) && LaneWidth.Current == LaneWidth.Widest && MachineCode.HasPairs ? s_made.Value : null;

    /// <summary>Makes rows of pairs of so many pairs of rows of 16 or 32 floats; distances count floats.</summary>
    public void Join(float* source, nint distance, int elements, int pairs, float* destination, nint step)
    {
        if (pairs > 0)
        {
            PackCall call = new()
            {
                Source = source,
                Distance = distance * sizeof(float),
                Destination = destination,
                Step = step * sizeof(float),
                Count = pairs,
            };
            (elements == PackCode.Side ? _joinOne : _joinTwo)(&call);
        }
    }

    /// <summary>Makes rows of pairs of the columns of 16 or 32 rows of floats, 32 columns at a time; returns how many columns are done.</summary>
    public int Transpose(float* source, nint distance, int elements, int columns, float* destination, nint step)
    {
        int blocks = columns / (2 * PackCode.Side);
        for (int first = 0; first < elements && blocks > 0; first += PackCode.Side)
        {
            PackCall call = new()
            {
                Source = source + (first * distance),
                Distance = distance * sizeof(float),
                Destination = destination + first,
                Step = step * sizeof(float),
                Count = blocks,
            };
            _transpose(&call);
        }

        return blocks * 2 * PackCode.Side;
    }

    private static PairPacking? Make()
    {
        bool isWindows = OperatingSystem.IsWindows();
        nint[]? functions = CodeBlock.Place([PackCode.Join(1, isWindows), PackCode.Join(2, isWindows), PackCode.Transpose(isWindows)], ExecutableMemory.Place, out _);
        return functions is null ? null : new PairPacking(functions[0], functions[1], functions[2]);
    }
}
