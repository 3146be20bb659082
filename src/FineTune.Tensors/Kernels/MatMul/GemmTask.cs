using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>One matrix product: its operands, and how it is cut up.</summary>
/// <remarks>
/// <para>
/// c is cut into tiles, k into blocks whose length depends on k and the arithmetic alone. For every block, one operand is packed as a whole
/// (<see cref="Shared"/>); the slivers of the other one are dealt out to the threads, and each packs a few of them
/// at a time into memory of its own, which stays in its second-level cache while they meet the slivers of the shared operand, all or a part of them (<see cref="GemmRuns"/>).
/// </para>
/// <para>
/// The shared operand is the one along the shorter side of c, and packed once for all threads. But what one core has written reaches another slowly, several times as slowly
/// where they have no cache in common: a, which is mostly what was just computed, each thread packs for itself where that is little beside what it multiplies
/// (<see cref="CopiesA"/>), and it is shared then up to twice as many rows as columns, rather than b, mostly weights, packed for all.
/// </para>
/// <para>b may have been packed before (<see cref="PackedOperand"/>); then it is neither packed here nor shared.</para>
/// <para>An operand whose slivers are used once or twice is read where it lies, if that can be done without reading past its ends.</para>
/// </remarks>
internal unsafe struct GemmTask
{
    /// <summary>The most steps of k whose products are summed before the sum is added to c. Part of what a product is: it shows in its bits.</summary>
    public const int LongestBlock = 768;

    private const int MostTogether = 6;

    /// <summary>For how many columns of c a thread packs all of a for itself: the fewest that were measured.</summary>
    internal const int FewestColumnsToCopy = 192;

    // The shared operand is packed for as many blocks of k at a time as fit in here: one or two megabytes that the threads' caches hold. Where each thread packs it for
    // itself it is fewer blocks, but a block may be as large.
    private const int SharedFloats = 1 << 19;
    private const int CopiedFloats = 1 << 18;

    public int M;
    public int N;
    public int K;
    public StoredOperand A;
    public StoredOperand B;

    /// <summary>All of b, packed before (<see cref="PackedOperand"/>), or null.</summary>
    public float* PackedB;
    public float* C;
    public nint Ldc;
    public bool Accumulate;
    public float* Bias;

    /// <summary>Where GELU of the sums goes, ldc between its rows as well, or null.</summary>
    public float* Activated;

    public OperandPlan Operands;
    public Division Rows;
    public Division Blocks;
    public int Columns;
    public bool SharesA;

    /// <summary>Whether a is shared, and each thread packs all of it for itself.</summary>
    public bool CopiesA;
    public bool ReadsADirectly;
    public bool ReadsBDirectly;

    /// <summary>The packed shared operand, a thread's own copy or for all: one block after the other, in each one sliver after the other.</summary>
    public float* Shared;

    public int FirstBlock;
    public int EndBlock;

    /// <summary>
    /// Cuts the product up for so many threads and the kernels of one register width. Operands that are rounded are packed, but for rows of a as kernels take them.
    /// </summary>
    public void Plan(OperandPlan operands, int threads)
    {
        Cut(operands);
        bool isRounded = operands.Format != OperandFormat.Single;
        ReadsADirectly = isRounded ? Tiles.TakesGroups && A is { IsNarrow: true, IsByStep: false } : A.IsByStep ? Columns <= 2 : Columns <= 3;
        CopiesA = threads > 1 && !ReadsADirectly && N / threads >= FewestColumnsToCopy && (long)M * Blocks.Longest * operands.Floats <= SharedFloats
            && (M <= N || (PackedB is null && M - N <= N));
        SharesA = CopiesA || M <= N;
        ReadsBDirectly = !isRounded && PackedB is null && B.IsByStep && Rows.Count <= 2 && (SharesA || N % Tiles.Columns == 0);
    }

    /// <summary>Cuts the operands into slivers and blocks.</summary>
    public void Cut(OperandPlan operands)
    {
        Operands = operands;
        Rows = Division.IntoAtMost(Tiles.Rows, M);
        Blocks = operands.Blocks(K);
        Columns = (N + Tiles.Columns - 1) / Tiles.Columns;
    }

    /// <summary>Gets the kernels.</summary>
    public readonly TileSet Tiles => Operands.Tiles;

    /// <summary>Gets how many floats the shared operand takes for each step of a block.</summary>
    public readonly int SharedStep => (SharesA ? M : Columns * Tiles.Columns) * Operands.Floats;

    /// <summary>Gets how many blocks of k are computed before the shared operand is packed for the next ones.</summary>
    public readonly int BlocksAtOnce =>
        PacksShared ? (int)Math.Max(1, (CopiesA ? CopiedFloats : SharedFloats) / Math.Max(1, (long)SharedStep * Blocks.Longest)) : Blocks.Count;

    /// <summary>Gets how many floats the shared operand takes for the blocks in hand.</summary>
    public readonly int SharedLength => SharedStep * (Blocks.Start(EndBlock) - Blocks.Start(FirstBlock));

    /// <summary>Gets whether the shared operand is to be packed for this product.</summary>
    public readonly bool PacksShared => SharesA ? !ReadsADirectly : !ReadsBDirectly && PackedB is null;

    /// <summary>Gets how many slivers the shared operand has.</summary>
    public readonly int SharedSlivers => SharesA ? Rows.Count : Columns;

    /// <summary>Gets how many slivers there are to deal out.</summary>
    public readonly int DealtSlivers => SharesA ? Columns : Rows.Count;

    /// <summary>
    /// Gets how the slivers are dealt: in runs short enough to stay in a core's cache and, so that no thread is left with more than another,
    /// as many as a multiple of the threads.
    /// </summary>
    public readonly Division Deal(int threads)
    {
        int rounds = (DealtSlivers + (threads * Together) - 1) / (threads * Together);
        return Division.IntoParts(threads * rounds, DealtSlivers);
    }

    /// <summary>Gets how many dealt slivers a thread takes at a time, and packs if they are not.</summary>
    private readonly int Together => SharesA ? 4 : MostTogether;

    /// <summary>Packs slivers of the shared operand for the blocks in hand.</summary>
    public readonly void PackShared(int start, int end)
    {
        for (int block = FirstBlock; block < EndBlock; block++)
        {
            for (int sliver = start, alike; sliver < end; sliver += alike)
            {
                alike = Alike(SharesA, sliver, end);
                nint next = (SharesA ? Rows.Size(sliver) : Tiles.Columns) * (nint)Blocks.Size(block) * Operands.Floats;
                Pack(SharesA, sliver, alike, block, SharedSliver(sliver, block), next);
            }
        }
    }

    /// <summary>
    /// Computes the tiles where dealt slivers meet slivers <paramref name="sharedStart"/> to <paramref name="sharedEnd"/> - 1 of the shared operand; those from
    /// <paramref name="next"/> to <paramref name="nextEnd"/> are likely to be this thread's next ones.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Compute(int start, int end, int sharedStart, int sharedEnd, int next, int nextEnd)
    {
        Tiles.Enter();
        int together = Together;
        int sliverFloats = Blocks.Longest * Operands.Floats * (SharesA ? Tiles.Columns : Tiles.Rows);
        float* own = PackBuffer.Local.Reserve(together * (sliverFloats + TileFloats));
        float* edge = own + (together * sliverFloats);
        Sliver* dealt = stackalloc Sliver[MostTogether];
        Sliver shared;
        TileCall call;
        for (int first = start; first < end; first += together)
        {
            int count = Math.Min(together, end - first);
            MemoryAhead following = first + together < end ? Ahead(first + together, end, FirstBlock) : Ahead(next, nextEnd, FirstBlock);
            for (int block = FirstBlock; block < EndBlock; block++)
            {
                MemoryAhead ahead = block + 1 < EndBlock ? Ahead(first, first + count, block + 1) : following;
                PackDealt(first, first + count, block, own, sliverFloats);
                for (int i = 0; i < count; i++)
                {
                    Find(!SharesA, first + i, block, own + (i * sliverFloats), dealt + i);
                }

                CountAlike(dealt, count);

                int steps = Blocks.Size(block) * Operands.Floats;
                for (int other = sharedStart; other < sharedEnd; other++)
                {
                    Find(SharesA, other, block, SharedSliver(other, block), &shared);
                    for (int i = 0; i < count; i += dealt[i].Alike)
                    {
                        call.Tiles = dealt[i].Alike;
                        nint apart = call.Tiles > 1 ? (nint)(dealt[i + 1].Start - dealt[i].Start) : 0;
                        ahead.Ask(&call, (int)call.Tiles * TileCode.LinesAhead(steps));
                        if (SharesA)
                        {
                            (call.ANext, call.BNext) = (0, apart);
                            Multiply(&shared, dealt + i, block, steps, &call, edge);
                        }
                        else
                        {
                            (call.ANext, call.BNext) = (apart, 0);
                            Multiply(dealt + i, &shared, block, steps, &call, edge);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Gets where dealt slivers are that a thread reads next, no more than it takes at a time; nothing where no kernel would ask for them.</summary>
    internal readonly MemoryAhead Ahead(int start, int end, int block)
    {
        end = Math.Min(end, start + Together);
        if (start >= end || !Tiles.AsksAhead || RowsAreApart)
        {
            return default;
        }

        if (SharesA && PackedB is not null)
        {
            float* packed = PackedSliver(start, block);
            nint bytes = (nint)((byte*)PackedSliver(end, block) - (byte*)packed);
            return new(packed, 1, bytes, bytes);
        }

        if (!PacksDealt(start))
        {
            return default;
        }

        int first = SharesA ? start * Tiles.Columns : Rows.Start(start);
        int count = (SharesA ? Math.Min(N, end * Tiles.Columns) : Rows.Start(end - 1) + Rows.Size(end - 1)) - first;
        return (SharesA ? B : A).Ahead(first, count, FirstK(block), LengthOfK(block));
    }

    /// <summary>Counts for each of some slivers how many, from it on, are alike: of as many rows or columns, one behind the other at one distance.</summary>
    private static void CountAlike(Sliver* slivers, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            bool isLikeNext = i + 1 < count && slivers[i].Count == slivers[i + 1].Count
                && (slivers[i + 1].Alike == 1 || slivers[i + 1].Start - slivers[i].Start == slivers[i + 2].Start - slivers[i + 1].Start);
            slivers[i].Alike = isLikeNext ? slivers[i + 1].Alike + 1 : 1;
        }
    }

    /// <summary>Packs those of some dealt slivers that neither were packed before nor are read where they lie.</summary>
    private readonly void PackDealt(int start, int end, int block, float* destination, int sliverFloats)
    {
        for (int sliver = start, alike; sliver < end; sliver += alike)
        {
            alike = Alike(!SharesA, sliver, end);
            if (PacksDealt(sliver))
            {
                Pack(!SharesA, sliver, alike, block, destination + ((nint)(sliver - start) * sliverFloats), sliverFloats);
            }
        }
    }

    /// <summary>Gets whether a dealt sliver is packed: it neither was before nor is read where it lies.</summary>
    private readonly bool PacksDealt(int sliver) => SharesA ? PackedB is null && !CanReadB(sliver) : !ReadsADirectly;

    /// <summary>Gets how many slivers of a, or of b, from one on have as many rows or columns as that one.</summary>
    private readonly int Alike(bool ofA, int sliver, int end)
    {
        int whole = N / Tiles.Columns;
        return Math.Min(end - sliver, ofA ? Rows.Alike(sliver) : sliver < whole ? whole - sliver : 1);
    }

    /// <summary>Finds a sliver of a, or of b: where it lies, was packed before, or is packed to, and which rows or columns it is.</summary>
    /// <remarks>
    /// Into the place it is read from, one field at a time. A structure given back is copied by whole registers, which wait until the fields have reached the
    /// cache and, before them, all of the tile that was stored last: 3 % of a step.
    /// </remarks>
    private readonly void Find(bool ofA, int sliver, int block, float* packed, Sliver* found)
    {
        if (ofA)
        {
            FindA(sliver, block, packed, found);
        }
        else
        {
            FindB(sliver, block, packed, found);
        }
    }

    private readonly void FindA(int sliver, int block, float* packed, Sliver* found)
    {
        int row = Rows.Start(sliver);
        int rows = Rows.Size(sliver);
        (found->First, found->Count) = (row, rows);
        if (!ReadsADirectly)
        {
            found->Start = packed;
            found->Step = StepOfA(rows, block);
            return;
        }

        nint p = (nint)Blocks.Start(block) * Operands.Floats;
        nint distance = A.IsNarrow ? A.Distance / 2 : A.Distance;
        found->Start = A.Start + (A.IsByStep ? (p * distance) + row : (row * distance) + p);
        found->Step = distance;
    }

    /// <summary>Finds a sliver of b, which may lie in an operand that was packed before.</summary>
    private readonly void FindB(int sliver, int block, float* packed, Sliver* found)
    {
        int column = sliver * Tiles.Columns;
        int columns = Math.Min(Tiles.Columns, N - column);
        (found->First, found->Count) = (column, columns);
        if (CanReadB(sliver))
        {
            found->Start = B.Start + (Blocks.Start(block) * B.Distance) + column;
            found->Step = B.Distance;
        }
        else
        {
            found->Start = PackedB is null ? packed : PackedSliver(sliver, block);
            found->Step = Step(columns);
        }
    }

    /// <summary>Packs slivers of a, or of b, that are alike, one so many floats behind the other.</summary>
    private readonly void Pack(bool ofA, int sliver, int count, int block, float* destination, nint next)
    {
        if (ofA)
        {
            int rows = Rows.Size(sliver);
            A.PackSeveral(Rows.Start(sliver), rows, count, FirstK(block), LengthOfK(block), Operands.FormatOfA, destination, StepOfA(rows, block), next);
            return;
        }

        int column = sliver * Tiles.Columns;
        int columns = Math.Min(Tiles.Columns, N - column);
        int step = Step(columns);
        B.PackSeveral(column, columns, count, FirstK(block), LengthOfK(block), Operands.Format, destination, step, next);
        if (Tiles.TakesGroups)
        {
            int packed = (LengthOfK(block) + 1) / 2 * step;
            for (int i = 0; i < count; i++)
            {
                new Span<float>(destination + (i * next) + packed, (Blocks.Size(block) * Operands.Floats * step) - packed).Clear();
            }
        }
    }

    /// <summary>Gets the distance between the steps of a packed sliver of a or, where its pairs lie in rows, between the rows.</summary>
    private readonly int StepOfA(int rows, int block) => Operands.FormatOfA == OperandFormat.PairsInRows ? Blocks.Size(block) * Operands.Floats : rows;

    /// <summary>Gets the step of k that a block begins at.</summary>
    private readonly int FirstK(int block) => Blocks.Start(block) * Operands.StepsOfK;

    /// <summary>Gets how many steps of k a block has; the last pair of the last one may be half.</summary>
    private readonly int LengthOfK(int block) => Math.Min(Blocks.Size(block) * Operands.StepsOfK, K - FirstK(block));

    private readonly int Step(int columns) => columns > Tiles.Width ? Tiles.Columns : Tiles.Width;

    /// <summary>Gets whether kernels find the rows of a apart.</summary>
    private readonly bool RowsAreApart => Operands.FormatOfA == OperandFormat.PairsInRows || (ReadsADirectly && !A.IsByStep);

    /// <summary>Gets whether a sliver of b is read in place; the last one is not when rows would be read past their ends.</summary>
    private readonly bool CanReadB(int sliver) => ReadsBDirectly && N - (sliver * Tiles.Columns) >= Tiles.Columns;

    /// <summary>Gets a sliver of an operand b that was packed before.</summary>
    private readonly float* PackedSliver(int sliver, int block) =>
        PlaceOf(PackedB, Blocks.Start(block), Columns * Tiles.Columns * Operands.Floats, sliver * Tiles.Columns, block);

    private readonly float* SharedSliver(int sliver, int block) => PlaceOf(
        Shared, Blocks.Start(block) - Blocks.Start(FirstBlock), SharedStep, SharesA ? Rows.Start(sliver) : sliver * Tiles.Columns, block);

    /// <summary>Gets a sliver of a packed operand: behind the blocks before it and, in its block, the rows or columns before it.</summary>
    private readonly float* PlaceOf(float* packed, nint stepsBefore, int floatsOfStep, nint before, int block) =>
        packed + (stepsBefore * floatsOfStep) + (before * Blocks.Size(block) * Operands.Floats);

    /// <summary>Gets how many numbers the largest tile has.</summary>
    private readonly int TileFloats => Tiles.Rows * Tiles.Columns;

    /// <summary>Computes the tiles where a sliver meets another one and those alike behind it, as many as the call counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(Sliver* a, Sliver* b, int block, nint steps, TileCall* call, float* edge)
    {
        float* c = C + (a->First * Ldc) + b->First;
        int width = Step(b->Count);
        bool adds = Accumulate || block > 0;
        bool isLast = block == Blocks.Count - 1;
        float* bias = isLast && Bias is not null ? Bias + b->First : null;
        bool isDirect = b->Count == width && !(Tiles.TakesGroups && (adds || bias is not null));
        call->Steps = steps;
        call->A = a->Start;
        call->AStep = a->Step;
        call->B = b->Start;
        call->BStep = b->Step;
        call->C = isDirect ? c : edge;
        call->CRow = isDirect ? Ldc : width;
        call->Fetch = c;
        call->FetchRow = Ldc;
        int tiles = (int)call->Tiles;
        call->FetchNext = SharesA ? b->Count : a->Count * Ldc;
        call->CNext = isDirect ? call->FetchNext : TileFloats;
        call->Bias = isDirect ? bias : null;
        call->BiasNext = SharesA ? b->Count : 0;
        call->Adds = isDirect && adds ? 1 : 0;
        Tiles.Multiply(a->Count, b->Count > Tiles.Width ? 2 : 1, RowsAreApart, call);
        for (int tile = 0; tile < tiles; tile++, c += call->FetchNext)
        {
            if (!isDirect)
            {
                new TileEdge(edge + (tile * TileFloats), width, c, Ldc, bias, adds).Merge(a->Count, b->Count, LaneWidth.Current);
                bias += bias is not null && SharesA ? b->Count : 0;
            }

            if (isLast && Activated is not null)
            {
                LaneWidth.Run(a->Count, new GeluTile(c, Activated + (c - C), Ldc, b->Count));
            }
        }
    }

    /// <summary>Where a sliver of an operand lies, the distance between its steps of k, and which rows or columns of the product it is.</summary>
    private struct Sliver
    {
        public float* Start;
        public nint Step;
        public int First;
        public int Count;

        /// <summary>How many slivers, from this one on, are alike, where that is known.</summary>
        public int Alike;
    }
}
