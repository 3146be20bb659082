namespace FineTune;

/// <summary>
/// Fills parameters with random numbers, as <c>torch.nn.init</c>: the same generator state gives the same numbers.
/// </summary>
/// <remarks>A weight's axes are (outputs, inputs, ...); what follows the second counts as its receptive field.</remarks>
public static class Init
{
    private const double Sqrt3 = 1.7320508075688772;

    /// <summary>Fills with numbers from [a, b), as <c>uniform_</c>.</summary>
    public static void Uniform(Tensor tensor, Generator generator, double a = 0, double b = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        generator.Uniform(tensor, a, b);
    }

    /// <summary>Fills with normal numbers, as <c>normal_</c>.</summary>
    public static void Normal(Tensor tensor, Generator generator, double mean = 0, double std = 1)
    {
        ArgumentNullException.ThrowIfNull(generator);
        generator.Normal(tensor, mean, std);
    }

    /// <summary>Fills with normal numbers drawn again until they lie from a to b, as <c>trunc_normal_</c>.</summary>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="generator">The source of random numbers.</param>
    /// <param name="mean">The mean of the normal distribution. Default 0.</param>
    /// <param name="std">The standard deviation of the normal distribution. Default 1.</param>
    /// <param name="a">The smallest value. Default -2.</param>
    /// <param name="b">The largest value. Default 2.</param>
    /// <exception cref="ArgumentException">a is above b, or the deviation is not positive.</exception>
    public static void TruncNormal(Tensor tensor, Generator generator, double mean = 0, double std = 1, double a = -2, double b = 2)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(generator);
        TruncatedNormal.Fill(tensor.Span, generator, mean, std, a, b);
    }

    /// <summary>Fills with numbers from +-gain sqrt(6 / (fan in + fan out)), as <c>xavier_uniform_</c> (Glorot).</summary>
    /// <param name="tensor">The tensor to fill, of at least two axes.</param>
    /// <param name="generator">The source of random numbers.</param>
    /// <param name="gain">A factor, see <see cref="CalculateGain"/>. Default 1.</param>
    /// <exception cref="ShapeMismatchException">The tensor has fewer than two axes.</exception>
    public static void XavierUniform(Tensor tensor, Generator generator, double gain = 1)
    {
        double bound = Sqrt3 * XavierStd(tensor, gain);
        Uniform(tensor, generator, -bound, bound);
    }

    /// <summary>Fills with normal numbers of deviation gain sqrt(2 / (fan in + fan out)), as <c>xavier_normal_</c> (Glorot).</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static void XavierNormal(Tensor tensor, Generator generator, double gain = 1) =>
        Normal(tensor, generator, 0, XavierStd(tensor, gain));

    /// <summary>Fills with numbers from +-gain sqrt(3 / fan), as <c>kaiming_uniform_</c> (He).</summary>
    /// <param name="tensor">The tensor to fill, of at least two axes.</param>
    /// <param name="generator">The source of random numbers.</param>
    /// <param name="a">The negative slope of a leaky ReLU. Default 0.</param>
    /// <param name="mode">Which fan to use. Default <see cref="FanMode.FanIn"/>.</param>
    /// <param name="nonlinearity">What follows the layer. Default <see cref="Nonlinearity.LeakyRelu"/>.</param>
    /// <exception cref="ShapeMismatchException">The tensor has fewer than two axes.</exception>
    public static void KaimingUniform(
        Tensor tensor,
        Generator generator,
        double a = 0,
        FanMode mode = FanMode.FanIn,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu)
    {
        double bound = Sqrt3 * KaimingStd(tensor, a, mode, nonlinearity);
        Uniform(tensor, generator, -bound, bound);
    }

    /// <summary>Fills with normal numbers of deviation gain / sqrt(fan), as <c>kaiming_normal_</c> (He).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static void KaimingNormal(
        Tensor tensor,
        Generator generator,
        double a = 0,
        FanMode mode = FanMode.FanIn,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu) =>
        Normal(tensor, generator, 0, KaimingStd(tensor, a, mode, nonlinearity));

    /// <summary>Gets the factor recommended for what follows a layer, as <c>calculate_gain</c>.</summary>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="param">The negative slope of a leaky ReLU; of no effect otherwise. Default 0.01.</param>
    public static double CalculateGain(Nonlinearity nonlinearity, double param = 0.01) => nonlinearity switch
    {
        Nonlinearity.Linear or Nonlinearity.Sigmoid => 1,
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + (param * param))),
        Nonlinearity.Selu => 3.0 / 4,
        _ => throw new ArgumentOutOfRangeException(nameof(nonlinearity)),
    };

    private static double XavierStd(Tensor tensor, double gain)
    {
        (int fanIn, int fanOut) = Fans(tensor);
        return gain * Math.Sqrt(2.0 / ((double)fanIn + fanOut));
    }

    private static double KaimingStd(Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity)
    {
        (int fanIn, int fanOut) = Fans(tensor);
        return CalculateGain(nonlinearity, a) / Math.Sqrt(mode == FanMode.FanIn ? fanIn : fanOut);
    }

    private static (int In, int Out) Fans(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Shape shape = tensor.Shape;
        if (shape.Rank < 2)
        {
            Throw.NoFans(shape);
        }

        int field = 1;
        for (int axis = 2; axis < shape.Rank; axis++)
        {
            field *= shape[axis];
        }

        return (shape[1] * field, shape[0] * field);
    }
}
