namespace FineTune.Tests.Kernels;

/// <summary>Numbers at which products in bfloat16 go wrong if they do: of every size, those about the smallest normal number and special ones most of all.</summary>
internal static class HardNumbers
{
    private static readonly float[] s_special =
    [
        0, -0f, 1, -1, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon,
        1.17549435e-38f, -1.17549435e-38f, 1.1754942e-38f,
    ];

    /// <summary>Any float.</summary>
    public static float Any(Random random) => random.Next(8) switch
    {
        0 => s_special[random.Next(s_special.Length)],
        1 => BitConverter.Int32BitsToSingle((int)random.NextInt64(1L << 32)),
        2 or 3 => Sized(random, -130, -120),
        4 => Sized(random, -70, -55),
        5 => Sized(random, 60, 128),
        _ => Sized(random, -8, 8),
    };

    /// <summary>Any that is a bfloat16.</summary>
    public static float Narrow(Random random) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(Any(random)) & 0xFFFF_0000);

    /// <summary>A number of an exponent of a range.</summary>
    public static float Sized(Random random, int from, int to) =>
        (float)Math.ScaleB((random.Next(2) == 0 ? 1 : -1) * (1 + random.NextDouble()), random.Next(from, to));
}
