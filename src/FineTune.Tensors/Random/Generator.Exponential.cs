using FineTune.Kernels;

namespace FineTune;

/// <content>Exponential numbers.</content>
public sealed partial class Generator
{
    /// <summary>Fills with exponentially distributed numbers, as <c>tensor.exponential_(lambda)</c> of float32: two draws each.</summary>
    /// <param name="destination">The elements to fill, in memory order.</param>
    /// <param name="lambda">The rate. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not positive.</exception>
    public void Exponential(Span<float> destination, double lambda = 1)
    {
        CheckRate(lambda);
        foreach (ref float value in destination)
        {
            value = (float)Exponential(lambda);
        }
    }

    /// <inheritdoc cref="Exponential(Span{float}, double)"/>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="lambda">The rate. Default 1.</param>
    public void Exponential(Tensor tensor, double lambda = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Exponential(tensor.Span, lambda);
    }

    /// <summary>Draws one exponentially distributed number, as <c>exponential_</c> of float64: two draws.</summary>
    /// <param name="lambda">The rate. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not positive.</exception>
    public double NextExponential(double lambda = 1)
    {
        CheckRate(lambda);
        return Exponential(lambda);
    }

    private static void CheckRate(double lambda)
    {
        if (!(lambda > 0))
        {
            Throw.Rate(lambda);
        }
    }

    private double Exponential(double lambda) => -1 / lambda * Log1p.Of(-NextDouble());
}
