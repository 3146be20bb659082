namespace FineTune;

/// <summary><c>y = (x - mean) / sqrt(variance + eps) * weight + bias</c> over the last axis: torch's <c>nn.LayerNorm</c>.</summary>
public sealed class LayerNorm : Module
{
    private readonly Tensor? _noBias;

    /// <summary>Initializes the layer with weight 1 and bias 0.</summary>
    /// <param name="normalizedShape">The size of the last axis.</param>
    /// <param name="eps">Added to the variance. Default 1e-5.</param>
    /// <param name="bias">Whether there is a bias. Default true.</param>
    public LayerNorm(int normalizedShape, double eps = 1e-5, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(normalizedShape);
        Weight = RegisterParameter("weight", new Shape(normalizedShape));
        Bias = bias ? RegisterParameter("bias", new Shape(normalizedShape)) : null;
        _noBias = bias ? null : Tensor.Zeros(new Shape(normalizedShape));
        Weight.Span.Fill(1f);
        Eps = eps;
    }

    /// <summary>Gets the factor of each channel, gamma.</summary>
    public Parameter Weight { get; }

    /// <summary>Gets the offset of each channel, beta, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Gets what is added to the variance.</summary>
    public double Eps { get; }

    /// <summary>Gets what is added to each channel: the bias, or zeros.</summary>
    internal Tensor Offset => Bias ?? _noBias!;

    /// <summary>Applies the layer to <c>[..., C]</c>.</summary>
    public Tensor Forward(Tensor input) => Functional.LayerNorm(input, Weight, Offset, Eps);
}
