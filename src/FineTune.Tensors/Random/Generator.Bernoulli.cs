namespace FineTune;

/// <content>Coin flips.</content>
public sealed partial class Generator
{
    /// <summary>A model draws thousands of times in a row with one probability.</summary>
    private double _lastProbability;
    private ulong _lastThreshold;

    /// <summary>Fills with 1 (with probability <paramref name="p"/>) and 0, as <c>tensor.bernoulli_(p)</c> with a number: two draws each.</summary>
    /// <param name="destination">The elements to fill, in memory order.</param>
    /// <param name="p">The probability of a 1, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not a probability.</exception>
    public void Bernoulli(Span<float> destination, double p)
    {
        const int Chunk = 4096;
        ulong threshold = Threshold(p);
        Span<ushort> bits = stackalloc ushort[Chunk / 16];
        for (; destination.Length > 0; destination = destination[Math.Min(Chunk, destination.Length)..])
        {
            int count = Math.Min(Chunk, destination.Length);
            _words.BernoulliBits(threshold, count, bits);
            for (int i = 0; i < count; i++)
            {
                destination[i] = (bits[i >> 4] >> (i & 15)) & 1;
            }
        }
    }

    /// <inheritdoc cref="Bernoulli(Span{float}, double)"/>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="p">The probability of a 1, from 0 to 1.</param>
    public void Bernoulli(Tensor tensor, double p)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Bernoulli(tensor.Span, p);
    }

    /// <summary>Fills with 1 (with its own probability each) and 0, as <c>torch.bernoulli(probabilities)</c> of float32: one draw each.</summary>
    /// <param name="probabilities">The probabilities of a 1, from 0 to 1.</param>
    /// <param name="destination">The elements to fill, as many; may be <paramref name="probabilities"/> itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not a probability; nothing was drawn.</exception>
    public void Bernoulli(ReadOnlySpan<float> probabilities, Span<float> destination)
    {
        if (probabilities.Length != destination.Length)
        {
            Throw.LengthsDiffer(nameof(probabilities), probabilities.Length, nameof(destination), destination.Length);
        }

        foreach (float p in probabilities)
        {
            CheckProbability(p);
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = NextFloat() < probabilities[i] ? 1 : 0;
        }
    }

    /// <summary>Makes a tensor of 1 (with its own probability each) and 0, as <c>torch.bernoulli(probabilities)</c>: one draw each.</summary>
    /// <param name="probabilities">The probabilities of a 1, from 0 to 1.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not a probability; nothing was drawn.</exception>
    public Tensor Bernoulli(Tensor probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Tensor result = Tensor.Empty(probabilities.Shape);
        Bernoulli(probabilities.Span, result.Span);
        return result;
    }

    /// <summary>
    /// Draws as <c>tensor.bernoulli_(p)</c> of <paramref name="count"/> elements does (two words each, whatever p is) and keeps only bits:
    /// bit <c>i &amp; 15</c> of <c>bits[i >> 4]</c> is element i; bits past the last element are zero.
    /// </summary>
    internal void BernoulliBits(double p, int count, Span<ushort> bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int needed = (int)(((uint)count + 15) / 16);
        if (bits.Length < needed)
        {
            Throw.BitsTooShort(bits.Length, needed);
        }

        _words.BernoulliBits(Threshold(p), count, bits);
    }

    private ulong Threshold(double p)
    {
        if (p != _lastProbability)
        {
            _lastThreshold = ThresholdOf(p);
            _lastProbability = p;
        }

        return _lastThreshold;
    }

    /// <summary>The number t for which <c>v 2^-53 &lt; p</c> is <c>v &lt; t</c>: p times 2^53 is exact, so its ceiling is.</summary>
    private static ulong ThresholdOf(double p)
    {
        CheckProbability(p);
        return (ulong)(long)Math.Ceiling(p * (1L << 53));
    }

    private static void CheckProbability(double p)
    {
        if (!(p >= 0 && p <= 1))
        {
            Throw.Probability(p);
        }
    }
}
