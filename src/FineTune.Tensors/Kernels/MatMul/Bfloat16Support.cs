namespace FineTune.Kernels;

/// <summary>How this machine multiplies in bfloat16, in words.</summary>
internal static class Bfloat16Support
{
    /// <summary>The environment variable that chooses the arithmetic.</summary>
    public const string Variable = "FINETUNE_BF16";

    /// <summary>The arithmetic that there is (<see cref="Bfloat16"/>): the same bits on every machine.</summary>
    public const string Pairs = "pairs";

    /// <summary>Gets the name of the arithmetic, which a run is recorded with.</summary>
    public static string Arithmetic => Chosen(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Gets why products in bfloat16 are no faster than in float32, or null where they are.</summary>
    public static string? WhySlow => OperandPlan.Of(MatMulPrecision.Bfloat16).Format == OperandFormat.PairsJoined ? null
        : (MachineCode.HasPairs ? TileSet.Of(16, TileArithmetic.Pairs).WhyNoCode : MachineCode.WhyNot) is { } reason ? $"there is no machine code here ({reason})"
        : "this processor, or DOTNET_EnableAVX512=0, has no AVX512-BF16";

    /// <summary>Gets the arithmetic and what computes it.</summary>
    public static string Description =>
        $"{Arithmetic}, {(WhySlow is { } reason ? $"by multiply-adds of float32 and no faster: {reason}" : "by the processor's instruction (AVX512-BF16)")}";

    /// <summary>The arithmetic, given the value of the environment variable.</summary>
    internal static string Chosen(string? variable)
    {
        if (variable is not (null or "" or Pairs))
        {
            Throw.Bfloat16VariableUnusable(variable);
        }

        return Pairs;
    }
}
