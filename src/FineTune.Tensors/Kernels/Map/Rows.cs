using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Reads and adds to chosen rows of a table.</summary>
internal static class Rows
{
    private const int Work = 16384;
    private const int MinimumGroups = 4;

    /// <summary>destination row i = table row rows[i].</summary>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<int> rows, int width, Span<float> destination) =>
        Workers.Run(rows.Length, Math.Max(1, Work / Math.Max(1, width)), new GatherJob(table, rows, width, destination));

    /// <summary>
    /// destination row i = (a row aRows[i] + b row bRows[i]) + c row cRows[i]; without the terms whose table is empty.
    /// </summary>
    public static void GatherSum(
        ReadOnlySpan<float> a, ReadOnlySpan<int> aRows,
        ReadOnlySpan<float> b, ReadOnlySpan<int> bRows,
        ReadOnlySpan<float> c, ReadOnlySpan<int> cRows,
        int width, Span<float> destination)
    {
        GatherSumJob job = new()
        {
            A = a,
            ARows = aRows,
            B = b,
            BRows = bRows,
            C = c,
            CRows = cRows,
            Width = width,
            Destination = destination,
        };
        Workers.Run(aRows.Length, Math.Max(1, Work / Math.Max(1, width)), job);
    }

    /// <summary>
    /// table row rows[i] += source row i, for i in order; rows[i] == <paramref name="skipped"/> are left out. Threads split the columns.
    /// </summary>
    public static void ScatterAdd(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, int width, int skipped, Span<float> table)
    {
        int grain = Math.Max(MinimumGroups, Work / Math.Max(1, rows.Length * Sixteen.Count));
        LaneWidth.RunSixteen(Sixteen.Groups(width), grain, new ScatterJob(source, rows, width, skipped, table));
    }

    private readonly ref struct GatherJob(ReadOnlySpan<float> table, ReadOnlySpan<int> rows, int width, Span<float> destination) : IJob
    {
        private readonly ReadOnlySpan<float> _table = table;
        private readonly ReadOnlySpan<int> _rows = rows;
        private readonly int _width = width;
        private readonly Span<float> _destination = destination;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                _table.Slice(_rows[i] * _width, _width).CopyTo(_destination.Slice(i * _width, _width));
            }
        }
    }

    private readonly ref struct GatherSumJob : IJob
    {
        public required ReadOnlySpan<float> A { get; init; }

        public required ReadOnlySpan<int> ARows { get; init; }

        public required ReadOnlySpan<float> B { get; init; }

        public required ReadOnlySpan<int> BRows { get; init; }

        public required ReadOnlySpan<float> C { get; init; }

        public required ReadOnlySpan<int> CRows { get; init; }

        public required int Width { get; init; }

        public required Span<float> Destination { get; init; }

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                Span<float> row = Destination.Slice(i * Width, Width);
                ReadOnlySpan<float> first = Row(A, ARows[i]);
                if (!B.IsEmpty)
                {
                    Arithmetic.Add(first, Row(B, BRows[i]), row);
                    first = row;
                }

                if (!C.IsEmpty)
                {
                    Arithmetic.Add(first, Row(C, CRows[i]), row);
                }
                else if (B.IsEmpty)
                {
                    first.CopyTo(row);
                }
            }
        }

        private ReadOnlySpan<float> Row(ReadOnlySpan<float> table, int row) => table.Slice(row * Width, Width);
    }

    /// <summary>An item is a group of sixteen columns.</summary>
    private readonly ref struct ScatterJob(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, int width, int skipped, Span<float> table) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _source = source;
        private readonly ReadOnlySpan<int> _rows = rows;
        private readonly int _width = width;
        private readonly int _skipped = skipped;
        private readonly Span<float> _table = table;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if (_rows[i] == _skipped)
                {
                    continue;
                }

                ref float row = ref MemoryMarshal.GetReference(_table.Slice(_rows[i] * _width, _width));
                ref float added = ref MemoryMarshal.GetReference(_source.Slice(i * _width, _width));
                for (int group = start; group < end; group++)
                {
                    int c = group * Sixteen.Count;
                    Sixteen.Store(Sixteen.Load<V>(ref row, c, _width) + Sixteen.Load<V>(ref added, c, _width), ref row, c, _width);
                }
            }
        }
    }
}
