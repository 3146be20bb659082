using FineTune.Autograd;
using FineTune.Kernels;

namespace FineTune;

/// <content>Activation functions.</content>
public static partial class Functional
{
    /// <summary>Gets <c>x Phi(x)</c> with the normal distribution function Phi, or its approximation by tanh.</summary>
    /// <param name="input">The elements x.</param>
    /// <param name="approximate">The form. Default <see cref="GeluApproximate.None"/>: the exact one.</param>
    public static Tensor Gelu(Tensor input, GeluApproximate approximate = GeluApproximate.None) => approximate == GeluApproximate.Tanh
        ? Elementwise<GeluTanh>.Apply(default, input)
        : Elementwise<GeluErf>.Apply(default, input);

    /// <summary>Gets <c>max(x, 0)</c>.</summary>
    public static Tensor Relu(Tensor input) => Elementwise<Kernels.Relu>.Apply(default, input);

    /// <summary>Gets <c>min(max(x, 0), 6)</c>.</summary>
    public static Tensor Relu6(Tensor input) => Elementwise<Kernels.Relu6>.Apply(default, input);

    /// <summary>Gets x above 0 and <c>negativeSlope x</c> below.</summary>
    /// <param name="input">The elements x.</param>
    /// <param name="negativeSlope">The factor below 0. Default 0.01.</param>
    public static Tensor LeakyRelu(Tensor input, double negativeSlope = 0.01) =>
        Elementwise<Kernels.LeakyRelu>.Apply(new Kernels.LeakyRelu((float)negativeSlope), input);

    /// <summary>Gets x above 0 and <c>weight x</c> below, for a learned weight.</summary>
    /// <param name="input">The elements x.</param>
    /// <param name="weight">One number.</param>
    public static Tensor PRelu(Tensor input, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        return Autograd.PRelu.Apply(input, weight);
    }

    /// <summary>Gets <c>x sigmoid(x)</c>, also known as swish.</summary>
    public static Tensor Silu(Tensor input) => Elementwise<Kernels.Silu>.Apply(default, input);

    /// <summary>Gets <c>x tanh(softplus(x))</c>.</summary>
    public static Tensor Mish(Tensor input) => Elementwise<Kernels.Mish>.Apply(default, input);

    /// <summary>Gets <c>x min(max(x + 3, 0), 6) / 6</c>.</summary>
    public static Tensor Hardswish(Tensor input) => Elementwise<Kernels.Hardswish>.Apply(default, input);

    /// <summary>Gets <c>ln(1 + e^x)</c>, x itself above 20.</summary>
    public static Tensor Softplus(Tensor input) => Elementwise<Kernels.Softplus>.Apply(default, input);

    /// <summary>Gets <c>ln(sigmoid(x))</c>, computed without loss of digits.</summary>
    public static Tensor LogSigmoid(Tensor input) => Elementwise<Kernels.LogSigmoid>.Apply(default, input);

    /// <summary>Gets <c>1 / (1 + e^-x)</c>.</summary>
    public static Tensor Sigmoid(Tensor input) => Elementwise<Kernels.Sigmoid>.Apply(default, input);

    /// <summary>Gets the hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor input) => Elementwise<Kernels.Tanh>.Apply(default, input);

    /// <summary>
    /// Gets xIELU: <c>a x^2 + beta x</c> above 0 and <c>b (e^min(x, eps) - 1 - x) + beta x</c> below, with <c>a = softplus(alphaP)</c> and
    /// <c>b = beta + softplus(alphaN)</c> for two learned numbers.
    /// </summary>
    /// <param name="input">The elements x.</param>
    /// <param name="alphaP">One number (alpha_p).</param>
    /// <param name="alphaN">One number (alpha_n).</param>
    /// <param name="beta">The slope at 0. Default 0.5.</param>
    /// <param name="eps">What x is cut at before the exponential. Default -1e-6.</param>
    public static Tensor XIelu(Tensor input, Tensor alphaP, Tensor alphaN, double beta = 0.5, double eps = -1e-6)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(alphaP);
        ArgumentNullException.ThrowIfNull(alphaN);
        Tensor positive = Elementwise<ReluSquared>.Apply(default, input) * Softplus(alphaP);
        Tensor negative = Elementwise<XIeluNegative>.Apply(new XIeluNegative((float)eps), input) * (Softplus(alphaN) + (float)beta);
        return positive + negative + (input * (float)beta);
    }
}
