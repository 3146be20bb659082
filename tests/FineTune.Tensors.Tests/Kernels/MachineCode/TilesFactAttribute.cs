using FineTune.Kernels;

namespace FineTune.Tests.Kernels;

/// <summary>A test of tile registers: reported as skipped where the processor or the system has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TilesFactAttribute : FactAttribute
{
    public TilesFactAttribute() => Skip = MachineCode.WhyNoTiles;
}
