using System.Collections.Frozen;
using FineTune.Autograd;
using FineTune.Kernels;

namespace FineTune;

/// <summary>The activation functions by the names that <c>hidden_act</c> and <c>activation</c> in config.json give them.</summary>
public static class Activations
{
    private static readonly FrozenDictionary<string, Func<Tensor, Tensor>> Known = new Dictionary<string, Func<Tensor, Tensor>>
    {
        ["gelu"] = Elementwise<GeluErf>,
        ["gelu_10"] = Elementwise<GeluClipped>,
        ["gelu_fast"] = Elementwise<GeluTanh>,
        ["gelu_new"] = Elementwise<GeluTanh>,
        ["gelu_python"] = Elementwise<GeluErf>,
        ["gelu_pytorch_tanh"] = Elementwise<GeluTanh>,
        ["gelu_python_tanh"] = Elementwise<GeluTanh>,
        ["gelu_accurate"] = Elementwise<GeluTanh>,
        ["hardswish"] = Elementwise<Hardswish>,
        ["laplace"] = Elementwise<Laplace>,
        ["leaky_relu"] = x => Functional.LeakyRelu(x),
        ["linear"] = x => x,
        ["mish"] = Elementwise<Mish>,
        ["quick_gelu"] = Elementwise<QuickGelu>,
        ["relu"] = Elementwise<Relu>,
        ["relu2"] = Elementwise<ReluSquared>,
        ["relu6"] = Elementwise<Relu6>,
        ["sigmoid"] = Elementwise<Sigmoid>,
        ["silu"] = Elementwise<Silu>,
        ["sqrtsoftplus"] = Elementwise<SqrtSoftplus>,
        ["swish"] = Elementwise<Silu>,
        ["tanh"] = Elementwise<Tanh>,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> WithWeights = new Dictionary<string, string>
    {
        ["prelu"] = "Functional.PRelu(x, weight)",
        ["xielu"] = "Functional.XIelu(x, alphaP, alphaN)",
    }.ToFrozenDictionary();

    /// <summary>Gets the names <see cref="Get"/> knows, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Gets the activation function of a name.</summary>
    /// <param name="name">The reference's name, for example <c>gelu</c>.</param>
    /// <returns>The function, element by element and differentiable.</returns>
    /// <exception cref="ArgumentException">There is no function of that name.</exception>
    /// <exception cref="NotSupportedException">The function has learned weights (<c>prelu</c>, <c>xielu</c>).</exception>
    public static Func<Tensor, Tensor> Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Known.TryGetValue(name, out Func<Tensor, Tensor>? function))
        {
            if (WithWeights.TryGetValue(name, out string? advice))
            {
                Throw.ActivationHasWeights(name, advice);
            }

            Throw.UnknownActivation(name, Names);
        }

        return function!;
    }

    private static Tensor Elementwise<T>(Tensor x)
        where T : struct, IDifferentiable
        => Autograd.Elementwise<T>.Apply(default, x);
}
