namespace FineTune.Kernels;

/// <summary>An operand of a product where it lies, to be packed from.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="distance">The distance between the beginnings of stored rows, in elements.</param>
/// <param name="isByStep">Whether a stored row holds a step of k of all elements, rather than all steps of one.</param>
/// <param name="isNarrow">Whether it is stored as <see cref="NarrowRows"/> has it.</param>
internal readonly unsafe struct StoredOperand(float* start, nint distance, bool isByStep, bool isNarrow)
{
    public float* Start { get; } = start;

    public nint Distance { get; } = distance;

    public bool IsByStep { get; } = isByStep;

    public bool IsNarrow { get; } = isNarrow;

    /// <summary>Packs <paramref name="count"/> elements from one on, over k steps from <paramref name="p"/> on.</summary>
    public void Pack(int first, int count, int p, int k, OperandFormat format, float* destination, int step)
    {
        nint offset = IsByStep ? (p * Distance) + first : (first * Distance) + p;
        if (format == OperandFormat.PairsInRows)
        {
            PackInRows(offset, count, k, destination, step);
            return;
        }

        switch (format == OperandFormat.Single, IsNarrow, IsByStep)
        {
            case (true, _, true):
                Slivers.Copy(Start + offset, Distance, count, k, destination, step);
                break;
            case (true, _, false):
                Slivers.Transpose(Start + offset, Distance, count, k, destination, step);
                break;
            case (false, false, true):
                PairSlivers.Copy(Start + offset, Distance, count, k, format, destination, step);
                break;
            case (false, false, false):
                PairSlivers.Transpose(Start + offset, Distance, count, k, format, destination, step);
                break;
            case (false, true, true):
                PairSlivers.Copy((ushort*)Start + offset, Distance, count, k, format, destination, step);
                break;
            default:
                PairSlivers.Transpose((ushort*)Start + offset, Distance, count, k, format, destination, step);
                break;
        }
    }

    private void PackInRows(nint offset, int count, int k, float* destination, int step)
    {
        if (!IsByStep)
        {
            PairRows.Copy(Start + offset, Distance, count, k, destination, step);
        }
        else if (IsNarrow)
        {
            PairRows.Transpose((ushort*)Start + offset, Distance, count, k, destination, step);
        }
        else
        {
            PairRows.Transpose(Start + offset, Distance, count, k, destination, step);
        }
    }

    /// <summary>Gets the smallest exponent of the normal numbers among so many elements over k steps (<see cref="PairRange"/>).</summary>
    public int SmallestExponent(int count, int k)
    {
        (int rows, int columns) = IsByStep ? (k, count) : (count, k);
        return IsNarrow ? PairRange.SmallestExponent(Start, rows, (columns + 1) / 2, Distance / 2, arePairs: true)
            : PairRange.SmallestExponent(Start, rows, columns, Distance, arePairs: false);
    }
}
