namespace FineTune.Kernels;

/// <summary>A formula of two operands; a struct, so that it may carry constants of its own.</summary>
internal interface IBinaryOp
{
    /// <summary>Computes the formula in every lane.</summary>
    V Invoke<V>(V x, V y)
        where V : struct, ILanes<V>;
}
