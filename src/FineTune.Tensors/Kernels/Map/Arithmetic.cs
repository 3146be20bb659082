using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Element by element arithmetic on spans of equal length; the destination comes last and may be an operand.</summary>
internal static class Arithmetic
{
    // A copy of less is made sooner than another thread is there.
    private const int FewestForThreads = 1 << 17;

    /// <summary>destination = left + right.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) =>
        Map.Run(default(AddOp), left, right, destination);

    /// <summary>destination = left * right.</summary>
    public static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) =>
        Map.Run(default(MultiplyOp), left, right, destination);

    /// <summary>destination = or += factor * x.</summary>
    public static void Scale(float factor, ReadOnlySpan<float> x, Span<float> destination, bool accumulate)
    {
        if (accumulate)
        {
            Map.Run(new AddScaledOp(factor), x, destination, destination);
        }
        else if (factor == 1f)
        {
            Copy(x, destination, accumulate: false);
        }
        else
        {
            Map.Run(new ScaleOp(factor), x, destination);
        }
    }

    /// <summary>destination = or += x.</summary>
    public static void Copy(ReadOnlySpan<float> x, Span<float> destination, bool accumulate)
    {
        if (accumulate)
        {
            Add(x, destination, destination);
        }
        else if (x.Length >= FewestForThreads)
        {
            Map.Run(default(CopyOp), x, destination);
        }
        else
        {
            x.CopyTo(destination);
        }
    }

    /// <summary>destination = or += value.</summary>
    public static void Fill(float value, Span<float> destination, bool accumulate)
    {
        if (accumulate)
        {
            Map.Run(new AddConstantOp(value), destination, destination);
        }
        else
        {
            destination.Fill(value);
        }
    }

    public readonly struct CopyOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x;
    }

    public readonly struct AddOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => x + y;
    }

    public readonly struct SubtractOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => x - y;
    }

    public readonly struct MultiplyOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => x * y;
    }

    public readonly struct DivideOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => x / y;
    }

    private readonly struct ScaleOp(float factor) : IUnaryOp
    {
        private readonly float _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Broadcast(_factor) * x;
    }

    private readonly struct AddConstantOp(float value) : IUnaryOp
    {
        private readonly float _value = value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x + V.Broadcast(_value);
    }

    private readonly struct AddScaledOp(float factor) : IBinaryOp
    {
        private readonly float _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => V.Fma(V.Broadcast(_factor), x, y);
    }
}
