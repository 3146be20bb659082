using System.Diagnostics;

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

    /// <summary>Gets where <paramref name="count"/> elements from one on lie, over k steps from <paramref name="p"/> on.</summary>
    public MemoryAhead Ahead(int first, int count, int p, int k)
    {
        int bytes = IsNarrow ? sizeof(ushort) : sizeof(float);
        (int rows, int length) = IsByStep ? (k, count) : (count, k);
        return new((byte*)Start + (Offset(first, p) * bytes), rows, (nint)length * bytes, Distance * bytes);
    }

    /// <summary>Packs several slivers of <paramref name="count"/> elements each, one <paramref name="next"/> floats behind the other.</summary>
    public void PackSeveral(int first, int count, int slivers, int p, int k, OperandFormat format, float* destination, int step, nint next)
    {
        if (format == OperandFormat.Single && IsByStep && slivers > 1)
        {
            Slivers.CopySeveral(Start + (p * Distance) + first, Distance, count, slivers, k, destination, step, next);
            return;
        }

        for (int i = 0; i < slivers; i++)
        {
            Pack(first + (i * count), count, p, k, format, destination + (i * next), step);
        }
    }

    /// <summary>Packs <paramref name="count"/> elements from one on, over k steps from <paramref name="p"/> on.</summary>
    private void Pack(int first, int count, int p, int k, OperandFormat format, float* destination, int step)
    {
        nint offset = Offset(first, p);
        switch (format, IsNarrow, IsByStep)
        {
            case (OperandFormat.Single, _, true):
                Slivers.Copy(Start + offset, Distance, count, k, destination, step);
                break;
            case (OperandFormat.Single, _, false):
                Slivers.Transpose(Start + offset, Distance, count, k, destination, step);
                break;
            case (OperandFormat.PairsInRows, false, false):
                PairRows.Copy(Start + offset, Distance, count, k, destination, step);
                break;
            case (OperandFormat.PairsInRows, false, true):
                PairRows.Transpose(Start + offset, Distance, count, k, destination, step);
                break;
            case (OperandFormat.PairsInRows, true, true):
                PairRows.Transpose((ushort*)Start + offset, Distance, count, k, destination, step);
                break;
            case (OperandFormat.PairsInRows, true, false):
                throw new UnreachableException("Narrow rows are read where they lie.");
            case (_, false, true):
                PairSlivers.Copy(Start + offset, Distance, count, k, format, destination, step);
                break;
            case (_, false, false):
                PairSlivers.Transpose(Start + offset, Distance, count, k, format, destination, step);
                break;
            case (_, true, true):
                PairSlivers.Copy((ushort*)Start + offset, Distance, count, k, format, destination, step);
                break;
            default:
                PairSlivers.Transpose((ushort*)Start + offset, Distance, count, k, format, destination, step);
                break;
        }
    }

    /// <summary>Gets the smallest exponent of the normal numbers among so many elements over k steps (<see cref="PairRange"/>).</summary>
    public int SmallestExponent(int count, int k)
    {
        (int rows, int columns) = IsByStep ? (k, count) : (count, k);
        return IsNarrow ? PairRange.SmallestExponent(Start, rows, (columns + 1) / 2, Distance / 2, arePairs: true)
            : PairRange.SmallestExponent(Start, rows, columns, Distance, arePairs: false);
    }

    private nint Offset(int first, int p) => IsByStep ? (p * Distance) + first : (first * Distance) + p;
}
