namespace FineTune;

/// <summary>The activation function between the two matrices of a feed-forward part; two of the reference's have weights of their own.</summary>
internal abstract class ActivationModule : Module
{
    private const string PRelu = "prelu";
    private const string XIelu = "xielu";

    /// <summary>Gets the names <see cref="Of"/> knows, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Activations.Names.Append(PRelu).Append(XIelu).Order(StringComparer.Ordinal)];

    /// <summary>Makes the activation the reference's table has under a name.</summary>
    public static ActivationModule Of(string name) => name switch
    {
        PRelu => new PReluActivation(),
        XIelu => new XIeluActivation(),
        _ => new PlainActivation(name),
    };

    /// <summary>Applies it to the output of a linear layer.</summary>
    public virtual Tensor Forward(Linear dense, Tensor input) => Forward(dense.Forward(input));

    /// <summary>Applies it.</summary>
    protected abstract Tensor Forward(Tensor input);
}
