namespace FineTune.Kernels;

/// <summary>A formula of one operand and its derivative; a struct, so that it may carry constants of its own.</summary>
internal interface IDifferentiable
{
    /// <summary>Gets whether <see cref="Derivative"/> takes the formula's result rather than its operand.</summary>
    static abstract bool DerivativeTakesResult { get; }

    /// <summary>Gets y = f(x) in every lane.</summary>
    V Forward<V>(V x)
        where V : struct, ILanes<V>;

    /// <summary>Gets dy/dx in every lane, from x or from y (see <see cref="DerivativeTakesResult"/>).</summary>
    V Derivative<V>(V saved)
        where V : struct, ILanes<V>;
}
