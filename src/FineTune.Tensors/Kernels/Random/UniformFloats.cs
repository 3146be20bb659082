using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>Turns drawn words into floats from [0, 1): the low 24 bits times 2^-24.</summary>
internal static class UniformFloats
{
    private const int Mask = 0xFFFFFF;
    private const float Step = 1f / (1 << 24);

    public static float From(uint word) => (word & Mask) * Step;

    /// <summary>values[i] = the float of the word whose bits values[i] holds, in place.</summary>
    public static void FromWords(Span<float> values)
    {
        Span<uint> words = MemoryMarshal.Cast<float, uint>(values);
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<int> bits = Vector256.Create<uint>(words[i..]).AsInt32() & Vector256.Create(Mask);
            (Vector256.ConvertToSingle(bits) * Vector256.Create(Step)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = From(words[i]);
        }
    }

    /// <summary>values[i] = fma(values[i], range, low), in place.</summary>
    public static void Stretch(Span<float> values, float range, float low)
    {
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> u = Vector256.Create<float>(values[i..]);
            Vector256.FusedMultiplyAdd(u, Vector256.Create(range), Vector256.Create(low)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = MathF.FusedMultiplyAdd(values[i], range, low);
        }
    }
}
