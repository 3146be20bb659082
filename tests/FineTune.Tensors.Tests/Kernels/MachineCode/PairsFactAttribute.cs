using FineTune.Kernels;

namespace FineTune.Tests.Kernels;

/// <summary>A test of the instruction for products of bfloat16 pairs: reported as skipped where the processor has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PairsFactAttribute : FactAttribute
{
    public PairsFactAttribute() => Skip = MachineCode.HasPairs ? null : "this processor has no AVX512-BF16";
}
