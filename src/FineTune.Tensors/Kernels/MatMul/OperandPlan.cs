namespace FineTune.Kernels;

/// <summary>The kernels and the format of packed operands that a product of some precision uses on this machine.</summary>
internal readonly record struct OperandPlan(TileSet Tiles, OperandFormat Format)
{
    /// <summary>Gets how many steps of k a kernel's step stands for in the count of blocks.</summary>
    public int StepsOfK => Tiles.TakesGroups ? 2 * TileRegisterCode.Side : Format == OperandFormat.Single ? 1 : 2;

    /// <summary>Gets how many floats an element takes for as much.</summary>
    public int Floats => Tiles.TakesGroups ? TileRegisterCode.Side : Format == OperandFormat.PairsApart ? 2 : 1;

    /// <summary>Gets the format of a, where <see cref="Format"/> is that of b.</summary>
    public OperandFormat FormatOfA => Tiles.TakesGroups ? OperandFormat.PairsInRows : Format;

    /// <summary>Gets whether the kernels are right for numbers too small to be normal only by a formula that is slow: then it is worth a look at the operands.</summary>
    public bool IsSlow => Tiles is { Arithmetic: TileArithmetic.FlushedSingle, IsCode: false };

    /// <summary>Gets what a precision means now.</summary>
    public static OperandPlan Of(MatMulPrecision precision)
    {
        TileSet current = TileSet.Current;
        if (precision == MatMulPrecision.Single)
        {
            return new(current, OperandFormat.Single);
        }

        if (Bfloat16Support.UsesTiles)
        {
            return new(TileSet.Of(TileArithmetic.Groups), OperandFormat.PairsJoined);
        }

        return current.Width == 16 && MachineCode.HasFastPairs && TileSet.Of(16, TileArithmetic.Pairs) is { IsCode: true } pairs
            ? new(pairs, OperandFormat.PairsJoined)
            : new(TileSet.Of(TileArithmetic.FlushedSingle), OperandFormat.PairsApart);
    }

    /// <summary>Gets the same with the plain kernels, for operands that meet no such numbers.</summary>
    public OperandPlan WithPlainKernels() => this with { Tiles = TileSet.Of(Tiles.Width) };

    /// <summary>Gets how k is cut: into blocks whose length depends on k and the arithmetic alone.</summary>
    public Division Blocks(int k) => Division.IntoAtMost(GemmTask.LongestBlock / StepsOfK, (k + StepsOfK - 1) / StepsOfK);
}
