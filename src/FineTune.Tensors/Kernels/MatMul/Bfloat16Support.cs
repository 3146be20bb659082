namespace FineTune.Kernels;

/// <summary>How this machine multiplies in bfloat16, in words.</summary>
internal static class Bfloat16Support
{
    /// <summary>The environment variable that chooses the arithmetic.</summary>
    public const string Variable = "FINETUNE_BF16";

    /// <summary>The arithmetic that every machine has (<see cref="Bfloat16"/>): the same bits on all of them.</summary>
    public const string Pairs = "pairs";

    /// <summary>The arithmetic of tile registers (<see cref="TileArithmetic.Groups"/>): the same bits for any number of threads, on processors that have them.</summary>
    public const string Tiles = "tiles";

    private static readonly Lazy<string> s_chosen = new(() => Chosen(Environment.GetEnvironmentVariable(Variable), WhyNoTiles));

    /// <summary>Gets or sets an arithmetic to use whatever was chosen; tests set it, and have tile registers by formula where there are none.</summary>
    public static string? Instead { get; set; }

    /// <summary>Gets the name of the arithmetic, which a run is recorded with.</summary>
    public static string Arithmetic => UsesTiles ? Tiles : Pairs;

    /// <summary>Gets whether products in bfloat16 use tile registers.</summary>
    public static bool UsesTiles => Instead is { } tested ? tested == Tiles
        : MachineCode.IsAllowed && s_chosen.Value == Tiles;

    /// <summary>Gets why products in bfloat16 are no faster than in float32, or null where they are.</summary>
    public static string? WhySlow => OperandPlan.Of(MatMulPrecision.Bfloat16).Format == OperandFormat.PairsJoined ? null
        : MachineCode.WhyNot is { } reason ? $"there is no machine code here ({reason})"
        : MachineCode.HasFastPairs ? $"there is no machine code here ({TileSet.Of(16, TileArithmetic.Pairs).WhyNoCode})"
        : (MachineCode.HasPairs ? "this processor's instruction for pairs (AVX512-BF16) is slower than those of float32" : "this processor, or DOTNET_EnableAVX512=0, has no AVX512-BF16")
            + (!MachineCode.HasTileRegisters ? "" : WhyNoTiles() is { } refusal ? $", and {refusal}" : $", and {Variable} asks for {Pairs}: without it AMX-BF16 would be used");

    /// <summary>Gets the arithmetic and what computes it.</summary>
    public static string Description => $"{Arithmetic}, " + (WhySlow is { } reason ? $"by multiply-adds of float32 and no faster: {reason}"
        : $"by the processor's instruction ({(UsesTiles ? "AMX-BF16" : "AVX512-BF16")})");

    /// <summary>Gets the arithmetic, given the value of the environment variable and who knows why there are no kernels in tile registers, which is asked only where it matters.</summary>
    internal static string Chosen(string? variable, Func<string?> whyNoTiles)
    {
        if (variable is not (null or "" or Pairs or Tiles))
        {
            Throw.Bfloat16VariableUnusable(variable);
        }

        if (variable == Pairs)
        {
            return Pairs;
        }

        string? reason = whyNoTiles();
        if (variable == Tiles && reason is not null)
        {
            Throw.NoTileRegisters(reason);
        }

        return reason is null ? Tiles : Pairs;
    }

    private static string? WhyNoTiles() => MachineCode.WhyNoTiles ?? TileSet.Of(TileRegisterCode.Side, TileArithmetic.Groups).WhyNoCode;
}
