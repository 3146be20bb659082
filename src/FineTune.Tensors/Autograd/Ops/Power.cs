namespace FineTune.Autograd;

/// <summary><c>y = x^e</c> for any constant e; <c>dy/dx = e x^(e - 1)</c>. Computed in double precision and rounded.</summary>
internal sealed class Power : Operation
{
    private readonly double _exponent;

    private Power(Tensor x, double exponent)
        : base(x)
    {
        _exponent = exponent;
    }

    public static Tensor Apply(Tensor x, double exponent)
    {
        Tensor y = Tensor.Empty(x.Shape);
        ReadOnlySpan<float> source = x.Span;
        Span<float> destination = y.Span;
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (float)Math.Pow(source[i], exponent);
        }

        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Power(x, exponent);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        ReadOnlySpan<float> x = Inputs[0].Span;
        Span<float> gradient = outputGradient.Span;
        for (int i = 0; i < x.Length; i++)
        {
            gradient[i] *= (float)(_exponent == 0 ? 0 : _exponent * Math.Pow(x[i], _exponent - 1));
        }

        gradients.AddCopy(Inputs[0], gradient);
    }
}
