using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// While it is open on this thread, linear layers round the operands of their products to a precision: x and W, and in the backward pass dy. Everything else
/// (sums, results, biases, attention, norms, losses, gradients, weights) stays float32.
/// </summary>
/// <remarks>
/// The library's models open it around their forward pass. A layer keeps what it saw for its backward pass, and so do the layers that are computed again there.
/// </remarks>
internal sealed class Autocast : IDisposable
{
    /// <summary>The fewest outputs of a layer whose operands are rounded: the scores of a few classes cost nothing and stay exact.</summary>
    public const int FewestOutputs = 32;

    [ThreadStatic]
    private static MatMulPrecision t_current;

    private readonly MatMulPrecision _outer = t_current;

    /// <summary>Opens it; what was open before is so again afterwards.</summary>
    public Autocast(MatMulPrecision precision) => t_current = precision;

    /// <summary>Opens it for a model that has a precision of its own; one of a model around it stays open for a model that has none.</summary>
    public static Autocast? Where(MatMulPrecision precision) => precision == MatMulPrecision.Single ? null : new Autocast(precision);

    /// <summary>Gets what is open on this thread.</summary>
    public static MatMulPrecision Current => t_current;

    /// <summary>Gets what a layer of so many outputs computes in.</summary>
    public static MatMulPrecision PrecisionFor(int outputs) => outputs < FewestOutputs ? MatMulPrecision.Single : t_current;

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
