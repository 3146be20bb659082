namespace FineTune;

/// <summary>In training mode sets each element to 0 with probability <see cref="P"/> and multiplies the others by 1 / (1 - P).</summary>
/// <remarks>Draws from <see cref="Module.Generator"/> what torch draws: two words an element in memory order; none when P is 0 or 1.</remarks>
public sealed class Dropout : Module
{
    /// <summary>Initializes the layer.</summary>
    /// <param name="p">The probability of an element to become 0, from 0 to 1. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Dropout(double p = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        P = p;
    }

    /// <summary>Gets the probability of an element to become 0.</summary>
    public double P { get; }

    /// <summary>Gets the probability in force: 0 in evaluation mode.</summary>
    internal double ActiveP => Training ? P : 0;

    /// <summary>Applies the layer.</summary>
    public Tensor Forward(Tensor input) => Functional.Dropout(input, Generator, P, Training);

    /// <summary>Applies the layer to packed rows, drawing the mask of the padded ones.</summary>
    internal Tensor Forward(Tensor input, SequenceLayout layout) => Autograd.Dropout.Apply(input, ActiveP, Generator, layout);
}
