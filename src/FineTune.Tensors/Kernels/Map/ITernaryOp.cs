namespace FineTune.Kernels;

/// <summary>A formula of three operands; a struct, so that it may carry constants of its own.</summary>
internal interface ITernaryOp
{
    /// <summary>Computes the formula in every lane.</summary>
    V Invoke<V>(V x, V y, V z)
        where V : struct, ILanes<V>;
}
