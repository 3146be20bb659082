using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<float>;
using VI = System.Runtime.Intrinsics.Vector256<int>;

namespace FineTune.Kernels;

/// <summary>
/// The Box-Muller transform of torch's vectorised kernel: in each block of 16, u[j] and u[j + 8] (j = 0..7) become
/// <c>R cos a</c> and <c>R sin a</c>, with <c>R = sqrt(-2 ln(1 - u[j]))</c> and <c>a = 2 pi u[j + 8]</c>, by the Cephes polynomials for float32.
/// Which products are fused is part of the result.
/// </summary>
internal static class NormalBlocks
{
    public const int BlockLength = 16;

    private const int Half = BlockLength / 2;

    /// <summary>values = normal numbers, in place; the length is a multiple of <see cref="BlockLength"/>.</summary>
    public static void Transform(Span<float> values, float mean, float std)
    {
        V means = Vector256.Create(mean);
        V stds = Vector256.Create(std);
        for (int i = 0; i < values.Length; i += BlockLength)
        {
            Span<float> block = values.Slice(i, BlockLength);
            V radius = Vector256.Sqrt(Vector256.Create(-2f) * Log(V.One - Vector256.Create<float>(block)));
            (V sin, V cos) = SinCos(Vector256.Create(MathF.Tau) * Vector256.Create<float>(block[Half..]));
            Fma(radius * cos, stds, means).CopyTo(block);
            Fma(radius * sin, stds, means).CopyTo(block[Half..]);
        }
    }

    /// <summary>ln x for x in (0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log(V x)
    {
        VI bits = x.AsInt32();
        V exponent = Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(127)) + V.One;
        V mantissa = ((bits & Vector256.Create(~0x7f800000)) | Vector256.Create(0x3f000000)).AsSingle();
        V small = Vector256.LessThan(mantissa, Vector256.Create(0.707106781186547524f));
        exponent -= small & V.One;
        x = mantissa - V.One + (small & mantissa);
        V z = x * x;
        V y = Vector256.Create(7.0376836292e-2f);
        y = Fma(y, x, -1.1514610310e-1f);
        y = Fma(y, x, 1.1676998740e-1f);
        y = Fma(y, x, -1.2420140846e-1f);
        y = Fma(y, x, 1.4249322787e-1f);
        y = Fma(y, x, -1.6668057665e-1f);
        y = Fma(y, x, 2.0000714765e-1f);
        y = Fma(y, x, -2.4999993993e-1f);
        y = Fma(y, x, 3.3333331174e-1f) * x;
        y = Fma(y, z, exponent * Vector256.Create(-2.12194440e-4f)) - (z * Vector256.Create(0.5f));
        return Fma(exponent, Vector256.Create(0.693359375f), x + y);
    }

    /// <summary>sin t and cos t for t of at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Sin, V Cos) SinCos(V t)
    {
        VI octant = (Vector256.ConvertToInt32(t * Vector256.Create(1.27323954473516f)) + VI.One) & Vector256.Create(~1);
        V y = Vector256.ConvertToSingle(octant);
        V x = Fma(y, Vector256.Create(-0.78515625f), t);
        x = Fma(y, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Fma(y, Vector256.Create(-3.77489497744594108e-8f), x);
        V z = x * x;

        V cos = Vector256.Create(2.443315711809948e-5f);
        cos = Fma(cos, z, -1.388731625493765e-3f);
        cos = Fma(cos, z, 4.166664568298827e-2f) * z;
        cos = Fma(cos, z, -(z * Vector256.Create(0.5f))) + V.One;

        V sin = Vector256.Create(-1.9515295891e-4f);
        sin = Fma(sin, z, 8.3321608736e-3f);
        sin = Fma(sin, z, -1.6666654611e-1f) * z;
        sin = Fma(sin, x, x);

        V straight = Vector256.Equals(octant & Vector256.Create(2), VI.Zero).AsSingle();
        V sinSign = (octant << 29).AsSingle() & Vector256.Create(-0f);
        V cosSign = (~(octant - Vector256.Create(2)) << 29).AsSingle() & Vector256.Create(-0f);
        return (Vector256.ConditionalSelect(straight, sin, cos) ^ sinSign, Vector256.ConditionalSelect(straight, cos, sin) ^ cosSign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma(V left, V right, float addend) => Vector256.FusedMultiplyAdd(left, right, Vector256.Create(addend));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma(V left, V right, V addend) => Vector256.FusedMultiplyAdd(left, right, addend);
}
