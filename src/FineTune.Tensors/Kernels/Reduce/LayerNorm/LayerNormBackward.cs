using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>
/// The gradient of <see cref="LayerNormForward"/>: with <c>n = (z - mean) * rstd</c> and <c>g = mask(dy) * gamma</c>,
/// <c>dz = rstd * (g - mean of g - n * mean of g n)</c>, <c>dx = mask(dz)</c>, <c>dgamma = sum of mask(dy) n</c>, <c>dbeta = sum of mask(dy)</c>.
/// </summary>
/// <remarks>
/// One sweep over the rows. Rows are worked on in blocks of 32, whatever the number of threads; each block sums its own share of dgamma and
/// dbeta, and the shares are then added in order.
/// </remarks>
internal readonly ref struct LayerNormBackward : ILaneJob
{
    private const int BlockRows = 32;

    /// <summary>Gets the number of elements in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the gradient of the result.</summary>
    public required ReadOnlySpan<float> Dy { get; init; }

    /// <summary>Gets what was normalized.</summary>
    public required ReadOnlySpan<float> Sum { get; init; }

    public required ReadOnlySpan<float> Mean { get; init; }

    public required ReadOnlySpan<float> ReciprocalDeviation { get; init; }

    public required ReadOnlySpan<float> Gamma { get; init; }

    /// <summary>Gets the mask of the result.</summary>
    public DropoutMask OutputMask { get; init; }

    /// <summary>Gets the mask of the first term.</summary>
    public DropoutMask InputMask { get; init; }

    /// <summary>Gets where the gradient of z goes; may be Dy's memory when it does not accumulate, may be empty.</summary>
    public Span<float> Dz { get; init; }

    /// <summary>Gets whether the gradient of z is added to what is there.</summary>
    public bool AccumulateDz { get; init; }

    /// <summary>Gets where the gradient of the first term goes; may be Sum's memory when it does not accumulate, may be empty.</summary>
    public Span<float> Dx { get; init; }

    /// <summary>Gets whether the gradient of the first term is added to what is there.</summary>
    public bool AccumulateDx { get; init; }

    /// <summary>Gets the blocks' shares of the gradient of gamma, one row a block.</summary>
    private Span<float> GammaShares { get; init; }

    /// <summary>Gets the blocks' shares of the gradient of beta, one row a block.</summary>
    private Span<float> BetaShares { get; init; }

    /// <summary>Computes all rows; dgamma and dbeta are written or, as the flags say, added to; either may be empty.</summary>
    public void Run(Span<float> dgamma, bool accumulateGamma, Span<float> dbeta, bool accumulateBeta)
    {
        int rows = RowReduction.Rows(Dy.Length, Width);
        int blocks = (rows + BlockRows - 1) / BlockRows;
        Storage shares = BufferPool.Rent(2 * blocks * Width, clear: true);
        Span<float> gammaShares = shares.Span[..(blocks * Width)];
        Span<float> betaShares = shares.Span[(blocks * Width)..];
        LaneWidth.RunSixteen(blocks, 1, With(gammaShares, betaShares));
        if (!dgamma.IsEmpty)
        {
            ColumnSum.Run(gammaShares, dgamma, accumulateGamma);
        }

        if (!dbeta.IsEmpty)
        {
            ColumnSum.Run(betaShares, dbeta, accumulateBeta);
        }

        shares.RemoveUser();
    }

    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        if (Width % Sixteen.Count == 0)
        {
            Blocks<V, WholeGroups>(start, end);
        }
        else
        {
            Blocks<V, AnyLength>(start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks<V, TEnd>(int start, int end)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int rows = RowReduction.Rows(Dy.Length, Width);
        for (int block = start; block < end; block++)
        {
            for (int r = block * BlockRows; r < Math.Min(rows, (block + 1) * BlockRows); r++)
            {
                float gradientSum = SumShares<V, TEnd>(r, block, out float product);
                Differentiate<V, TEnd>(r, gradientSum / Width, product / Width);
            }
        }
    }

    private LayerNormBackward With(Span<float> gammaShares, Span<float> betaShares) => new()
    {
        Width = Width,
        Dy = Dy,
        Sum = Sum,
        Mean = Mean,
        ReciprocalDeviation = ReciprocalDeviation,
        Gamma = Gamma,
        OutputMask = OutputMask,
        InputMask = InputMask,
        Dz = Dz,
        AccumulateDz = AccumulateDz,
        Dx = Dx,
        AccumulateDx = AccumulateDx,
        GammaShares = gammaShares,
        BetaShares = betaShares,
    };

    /// <summary>Adds the row to the block's shares and gives the sums of g and of g n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float SumShares<V, TEnd>(int row, int block, out float product)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int width = Width;
        ref float dy = ref Row(Dy, row);
        ref float z = ref Row(Sum, row);
        ref float gamma = ref MemoryMarshal.GetReference(Gamma);
        ref float gammaShare = ref Row(GammaShares, block);
        ref float betaShare = ref Row(BetaShares, block);
        V center = V.Broadcast(Mean[row]);
        V scale = V.Broadcast(ReciprocalDeviation[row]);
        V sum = V.Broadcast(0f);
        V products = V.Broadcast(0f);
        DropoutMask mask = OutputMask;
        nint group = (nint)row * Sixteen.Groups(width);
        for (int i = 0; i < width; i += Sixteen.Count)
        {
            V gradient = mask.Apply(Sixteen.Load<V, TEnd>(ref dy, i, width), group++);
            V normal = (Sixteen.Load<V, TEnd>(ref z, i, width) - center) * scale;
            Sixteen.Store<V, TEnd>(V.Fma(gradient, normal, Sixteen.Load<V, TEnd>(ref gammaShare, i, width)), ref gammaShare, i, width);
            Sixteen.Store<V, TEnd>(gradient + Sixteen.Load<V, TEnd>(ref betaShare, i, width), ref betaShare, i, width);
            V weighted = gradient * Sixteen.Load<V, TEnd>(ref gamma, i, width);
            sum += weighted;
            products = V.Fma(weighted, normal, products);
        }

        product = products.Sum();
        return sum.Sum();
    }

    /// <summary>Writes dz and dx of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Differentiate<V, TEnd>(int row, float meanGradient, float meanProduct)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int width = Width;
        ref float dy = ref Row(Dy, row);
        ref float z = ref Row(Sum, row);
        ref float gamma = ref MemoryMarshal.GetReference(Gamma);
        ref float dz = ref Row(Dz, row);
        ref float dx = ref Row(Dx, row);
        V center = V.Broadcast(Mean[row]);
        V scale = V.Broadcast(ReciprocalDeviation[row]);
        V minusProduct = V.Broadcast(-meanProduct);
        V mean = V.Broadcast(meanGradient);
        DropoutMask outputMask = OutputMask;
        DropoutMask inputMask = InputMask;
        (bool writesDz, bool writesDx) = (!Dz.IsEmpty, !Dx.IsEmpty);
        (bool addsToDz, bool addsToDx) = (AccumulateDz, AccumulateDx);
        nint group = (nint)row * Sixteen.Groups(width);
        for (int i = 0; i < width; i += Sixteen.Count, group++)
        {
            V weighted = outputMask.Apply(Sixteen.Load<V, TEnd>(ref dy, i, width), group) * Sixteen.Load<V, TEnd>(ref gamma, i, width);
            V normal = (Sixteen.Load<V, TEnd>(ref z, i, width) - center) * scale;
            V gradient = V.Fma(normal, minusProduct, weighted - mean) * scale;
            if (writesDz)
            {
                V total = addsToDz ? gradient + Sixteen.Load<V, TEnd>(ref dz, i, width) : gradient;
                Sixteen.Store<V, TEnd>(total, ref dz, i, width);
            }

            if (writesDx)
            {
                V masked = inputMask.Apply(gradient, group);
                V total = addsToDx ? masked + Sixteen.Load<V, TEnd>(ref dx, i, width) : masked;
                Sixteen.Store<V, TEnd>(total, ref dx, i, width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Row(ReadOnlySpan<float> matrix, int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix), (nint)row * Width);
}
