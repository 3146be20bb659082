namespace FineTune.Kernels;

/// <summary>What the operands of a matrix product are rounded to. Sums and results are float32 in any case.</summary>
internal enum MatMulPrecision
{
    /// <summary>Nothing: they are float32.</summary>
    Single,

    /// <summary>bfloat16: float32 with eight bits of precision instead of twenty-four (<see cref="Bfloat16"/>).</summary>
    Bfloat16,
}
