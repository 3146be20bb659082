namespace FineTune;

/// <summary><c>y = x W^T + b</c> over the last axis: torch's <c>nn.Linear</c>.</summary>
public sealed class Linear : Module
{
    /// <summary>Initializes the layer.</summary>
    /// <param name="inFeatures">The size of the last axis of the input.</param>
    /// <param name="outFeatures">The size of the last axis of the output.</param>
    /// <param name="bias">Whether there is a bias. Default true.</param>
    /// <param name="generator">Draws torch's default initialization (weight, then bias); null leaves zeros, for weights that are loaded.</param>
    public Linear(int inFeatures, int outFeatures, bool bias = true, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        Weight = RegisterParameter("weight", new Shape(outFeatures, inFeatures));
        Bias = bias ? RegisterParameter("bias", new Shape(outFeatures)) : null;
        if (generator is not null)
        {
            Init.KaimingUniform(Weight, generator, Math.Sqrt(5));
            if (Bias is not null)
            {
                double bound = 1 / Math.Sqrt(inFeatures);
                Init.Uniform(Bias, generator, -bound, bound);
            }
        }
    }

    /// <summary>Gets the weight, <c>[out, in]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Gets the bias, <c>[out]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Applies the layer: <c>[..., in]</c> to <c>[..., out]</c>.</summary>
    /// <exception cref="ShapeMismatchException">The last axis is not <c>in</c> long.</exception>
    public Tensor Forward(Tensor input) => Functional.Linear(input, Weight, Bias);

    /// <summary>The same for an input that nobody else reads: training in bfloat16, it may be gone afterwards.</summary>
    internal Tensor ForwardUsingUp(Tensor input) => Autograd.Linear.Apply(input, Weight, Bias, usesUp: true);

    /// <summary>The same followed by GELU in its erf form, in one pass.</summary>
    internal Tensor ForwardGelu(Tensor input) => Autograd.Linear.Apply(input, Weight, Bias, Kernels.GemmEpilogue.Gelu);
}
