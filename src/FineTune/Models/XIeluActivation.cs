namespace FineTune;

/// <summary>xIELU (https://arxiv.org/abs/2411.13010): a parabola above zero, an exponential below, both with learned curvature.</summary>
/// <remarks>The reference holds its numbers in bfloat16; here they begin as these and are trained in float32.</remarks>
internal sealed class XIeluActivation : ActivationModule
{
    private readonly Parameter _alphaP;
    private readonly Parameter _alphaN;
    private readonly Parameter _beta;
    private readonly Parameter _eps;

    public XIeluActivation()
    {
        _alphaP = Register("alpha_p", new(1), 0.2041015625f);
        _alphaN = Register("alpha_n", new(1), -1.046875f);
        _beta = Register("beta", Shape.Scalar, 0.5f);
        _eps = Register("eps", Shape.Scalar, -9.98377799987793e-07f);
        _beta.RequiresGrad = _eps.RequiresGrad = false;
    }

    protected override Tensor Forward(Tensor input) => Functional.XIelu(input, _alphaP, _alphaN, _beta.Item(), _eps.Item());

    private Parameter Register(string name, Shape shape, float value)
    {
        Parameter parameter = RegisterParameter(name, shape);
        parameter.Span.Fill(value);
        return parameter;
    }
}
