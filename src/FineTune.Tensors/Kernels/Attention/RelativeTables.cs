using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>
/// What keys, queries and bias of relative positions are for each distance query - key, from <c>-center</c> to <c>center</c>, a piece for each head.
/// Keys are stored from the greatest distance down, queries from the least up: so a query's scores with all keys, and a key's with all queries,
/// are neighbours. Where there is none of the two, its spans are empty.
/// </summary>
internal readonly ref struct RelativeTables
{
    public required int Center { get; init; }

    /// <summary>Gets the keys, <c>[heads, head size, stride]</c>.</summary>
    public Span<float> Keys { get; init; }

    /// <summary>Gets the queries, <c>[heads, head size, stride]</c>.</summary>
    public Span<float> Queries { get; init; }

    /// <summary>Gets the keys for backward, <c>[heads, distances, head size]</c>.</summary>
    public Span<float> KeyRows { get; init; }

    /// <summary>Gets the queries for backward, <c>[heads, distances, head size]</c>.</summary>
    public Span<float> QueryRows { get; init; }

    /// <summary>Gets the gradients of <see cref="KeyRows"/>, which grow.</summary>
    public Span<float> KeyGradients { get; init; }

    /// <summary>Gets the gradients of <see cref="QueryRows"/>, which grow.</summary>
    public Span<float> QueryGradients { get; init; }

    /// <summary>Gets what is added to scores, <c>[heads, stride]</c>, from the greatest distance down, zeros at the end.</summary>
    public Span<float> Bias { get; init; }

    /// <summary>Gets the gradients of <see cref="Bias"/>, which grow; what lies behind the distances means nothing.</summary>
    public Span<float> BiasGradients { get; init; }

    /// <summary>Gets how many distances there are.</summary>
    public static int Distances(int center) => (2 * center) + 1;

    /// <summary>Gets the length of a row of <see cref="Keys"/>: the distances, and as many zeros as a product may read past them.</summary>
    public static int Stride(int center) => (Distances(center) + 31) & ~15;

    /// <summary>
    /// rows[head, i] = the head's columns of table row chosen[i], or chosen[last - i] if <paramref name="reversed"/>; the table is
    /// <c>[., heads * size]</c>.
    /// </summary>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<int> chosen, bool reversed, int heads, int size, Span<float> rows) =>
        Workers.Run(heads, 1, new GatherJob(table, chosen, reversed, heads, size, rows));

    /// <summary>transposed[head, c, i] = rows[head, i, c], then zeros.</summary>
    public static unsafe void Transpose(ReadOnlySpan<float> rows, int distances, int heads, int size, int stride, Span<float> transposed)
    {
        fixed (float* source = rows, destination = transposed)
        {
            Workers.Run(heads, 1, new TransposeJob(source, distances, size, stride, destination));
        }
    }

    /// <summary>table row chosen[i] += rows[head, i] in the head's columns, for i in order, or from the last down if <paramref name="reversed"/>.</summary>
    public static void Scatter(ReadOnlySpan<float> rows, ReadOnlySpan<int> chosen, bool reversed, int heads, int size, Span<float> table) =>
        Workers.Run(heads, 1, new ScatterJob(rows, chosen, reversed, heads, size, table));

    private readonly ref struct GatherJob(ReadOnlySpan<float> table, ReadOnlySpan<int> chosen, bool reversed, int heads, int size, Span<float> rows) : IJob
    {
        private readonly ReadOnlySpan<float> _table = table;
        private readonly ReadOnlySpan<int> _chosen = chosen;
        private readonly Span<float> _rows = rows;

        public void Run(int start, int end)
        {
            for (int head = start; head < end; head++)
            {
                for (int i = 0; i < _chosen.Length; i++)
                {
                    int row = _chosen[reversed ? _chosen.Length - 1 - i : i];
                    _table.Slice(((row * heads) + head) * size, size).CopyTo(_rows.Slice(((head * _chosen.Length) + i) * size, size));
                }
            }
        }
    }

    private readonly unsafe struct TransposeJob(float* source, int distances, int size, int stride, float* destination) : IJob
    {
        public void Run(int start, int end)
        {
            for (int head = start; head < end; head++)
            {
                Slivers.Transpose(source + ((nint)head * distances * size), size, distances, size, destination + ((nint)head * size * stride), stride);
            }
        }
    }

    private readonly ref struct ScatterJob(ReadOnlySpan<float> rows, ReadOnlySpan<int> chosen, bool reversed, int heads, int size, Span<float> table) : IJob
    {
        private readonly ReadOnlySpan<float> _rows = rows;
        private readonly ReadOnlySpan<int> _chosen = chosen;
        private readonly Span<float> _table = table;

        public void Run(int start, int end)
        {
            for (int head = start; head < end; head++)
            {
                for (int i = 0; i < _chosen.Length; i++)
                {
                    int row = _chosen[reversed ? _chosen.Length - 1 - i : i];
                    Span<float> target = _table.Slice(((row * heads) + head) * size, size);
                    Arithmetic.Add(target, _rows.Slice(((head * _chosen.Length) + i) * size, size), target);
                }
            }
        }
    }
}
