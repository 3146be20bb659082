using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The sum of squares under torch's <c>linalg.vector_norm</c> (float32, whole contiguous tensor), rounding for rounding: eight running sums
/// over the whole tensor (element i goes to sum i mod 8, product rounded, then added), these added left to right, then the up to seven
/// elements after the last eight: four with a rounded product, the rest with a fused one.
/// </summary>
/// <remarks>Zeros change no sum, so parts known to be zero need not be added; the others must come in ascending order.</remarks>
internal struct SquareSum
{
    private const int LaneCount = 8;

    private readonly int _length;
    private readonly int _vectorEnd;
    private Eight _sums;
    private Eight _tail;

    /// <summary>Begins the sum of a tensor of <paramref name="length"/> elements.</summary>
    public SquareSum(int length)
    {
        _length = length;
        _vectorEnd = length / LaneCount * LaneCount;
    }

    /// <summary>Adds the elements from <paramref name="offset"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> values, int offset)
    {
        int end = Math.Min(values.Length, _vectorEnd - offset);
        int i = 0;
        for (; i < end && (offset + i) % LaneCount != 0; i++)
        {
            AddOne(values[i], offset + i);
        }

        if (end - i >= LaneCount)
        {
            i += LaneWidth.Current >= LaneCount
                ? AddWhole<Lanes8>(values[i..end])
                : LaneWidth.Current == 4 ? AddWhole<Twice<Lanes4>>(values[i..end]) : AddWhole<Twice<Twice<Twice<Lanes1>>>>(values[i..end]);
        }

        for (; i < end; i++)
        {
            AddOne(values[i], offset + i);
        }

        for (i = Math.Max(i, 0); i < values.Length; i++)
        {
            _tail[offset + i - _vectorEnd] = values[i];
        }
    }

    /// <summary>Gets the root of the sum.</summary>
    public float Norm()
    {
        float sum = _sums[0];
        for (int lane = 1; lane < LaneCount; lane++)
        {
            sum += _sums[lane];
        }

        int tail = _length - _vectorEnd;
        int rounded = tail / 4 * 4;
        for (int i = 0; i < rounded; i++)
        {
            sum += _tail[i] * _tail[i];
        }

        for (int i = rounded; i < tail; i++)
        {
            sum = MathF.FusedMultiplyAdd(_tail[i], _tail[i], sum);
        }

        return MathF.Sqrt(sum);
    }

    private void AddOne(float value, int index) => _sums[index % LaneCount] += value * value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddWhole<V>(ReadOnlySpan<float> values)
        where V : struct, ILanes<V>
    {
        ref float source = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(values);
        V sums = V.Load(ref _sums[0]);
        int i = 0;
        for (; i <= values.Length - LaneCount; i += LaneCount)
        {
            V value = V.Load(ref Unsafe.Add(ref source, i));
            sums += value * value;
        }

        sums.Store(ref _sums[0]);
        return i;
    }

    [InlineArray(LaneCount)]
    private struct Eight
    {
        private float _first;
    }
}
