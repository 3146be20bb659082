using System.Collections.Frozen;
using FineTune.Autograd;
using FineTune.Kernels;

namespace FineTune;

/// <summary>The activation functions by the names that <c>hidden_act</c> and <c>activation</c> in config.json give them.</summary>
public static class Activations
{
    private static readonly FrozenDictionary<string, Entry> Known = new Dictionary<string, Entry>
    {
        ["gelu"] = Of<GeluErf>(),
        ["gelu_10"] = Of<GeluClipped>(),
        ["gelu_fast"] = Of<GeluTanh>(),
        ["gelu_new"] = Of<GeluTanh>(),
        ["gelu_python"] = Of<GeluErf>(),
        ["gelu_pytorch_tanh"] = Of<GeluTanh>(),
        ["gelu_python_tanh"] = Of<GeluTanh>(),
        ["gelu_accurate"] = Of<GeluTanh>(),
        ["hardswish"] = Of<Hardswish>(),
        ["laplace"] = Of<Laplace>(),
        ["leaky_relu"] = Of(x => Functional.LeakyRelu(x)),
        ["linear"] = Of(x => x),
        ["mish"] = Of<Mish>(),
        ["quick_gelu"] = Of<QuickGelu>(),
        ["relu"] = Of<Relu>(),
        ["relu2"] = Of<ReluSquared>(),
        ["relu6"] = Of<Relu6>(),
        ["sigmoid"] = Of<Sigmoid>(),
        ["silu"] = Of<Silu>(),
        ["sqrtsoftplus"] = Of<SqrtSoftplus>(),
        ["swish"] = Of<Silu>(),
        ["tanh"] = Of<Tanh>(),
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
    public static Func<Tensor, Tensor> Get(string name) => Find(name).Plain;

    /// <summary>Gets the function that makes <c>f(a) * g</c>, <c>[..., I]</c>, of rows <c>(a, g)</c>, <c>[..., 2I]</c>.</summary>
    internal static Func<Tensor, Tensor> GetGated(string name) => Find(name).Gated;

    private static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Known.TryGetValue(name, out Entry? function))
        {
            if (WithWeights.TryGetValue(name, out string? advice))
            {
                Throw.ActivationHasWeights(name, advice);
            }

            Throw.UnknownActivation(name, Names);
        }

        return function!;
    }

    private static Entry Of<T>()
        where T : struct, IDifferentiable
        => new(x => Elementwise<T>.Apply(default, x), GatedUnit<T>.Apply);

    private static Entry Of(Func<Tensor, Tensor> function) => new(function, x =>
    {
        int width = x.Shape[-1] / 2;
        return function(x.Narrow(-1, 0, width)) * x.Narrow(-1, width, width);
    });

    private sealed record Entry(Func<Tensor, Tensor> Plain, Func<Tensor, Tensor> Gated);
}
