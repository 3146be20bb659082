namespace FineTune.Kernels;

/// <summary>A formula of one operand; a struct, so that it may carry constants of its own.</summary>
internal interface IUnaryOp
{
    /// <summary>Computes the formula in every lane.</summary>
    V Invoke<V>(V x)
        where V : struct, ILanes<V>;
}
