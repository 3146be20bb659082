namespace FineTune;

/// <summary>x, or x times a learned number where x is negative.</summary>
internal sealed class PReluActivation : ActivationModule
{
    private readonly Parameter _weight;

    public PReluActivation()
    {
        _weight = RegisterParameter("weight", new(1));
        _weight.Span.Fill(0.25f);
    }

    protected override Tensor Forward(Tensor input) => Functional.PRelu(input, _weight);
}
