using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// What relative positions add to the scores of a sequence and head: <c>S[i, j] += q_i . K(i - j) + k_j . Q(i - j)</c>, with a key K and a query Q
/// for each distance; and the gradients of that.
/// </summary>
/// <remarks>
/// A run of queries and one of keys are as far apart as the run of distances between them: a product with that run's table gives all that is
/// needed, and a row of it, shifted by one from the row above, lies beside the row of scores. So a matrix with rows one float closer
/// is the one to add. Where keys have gaps between them, elements are picked one by one.
/// </remarks>
internal readonly unsafe struct RelativeScores(
    int center, int size, float* keys, float* queries, float* keyRows, float* queryRows, float* keyGradients, float* queryGradients)
{
    private const int Piece = 64;

    private readonly int _distances = RelativeTables.Distances(center);
    private readonly int _stride = RelativeTables.Stride(center);

    /// <summary>Gets whether there is anything to add.</summary>
    public bool IsActive => keys is not null || queries is not null || keyRows is not null || queryRows is not null;

    /// <summary>Adds to scores of queries from <paramref name="first"/> on, which <paramref name="question"/> points to.</summary>
    public void AddScores<W>(
        AttentionGeometry geometry, int sequence, int head, int first, int count, float* question, nint row, AttentionOperand key, float* scores, int stride)
        where W : struct, ILanes<W>
    {
        int asked = Math.Min(count, geometry.KeyQueryCount(sequence) - first);
        if (asked <= 0)
        {
            return;
        }

        if (keys is not null)
        {
            RelativeRun run = new(geometry, sequence, first, asked, 0, geometry.KeyCount(sequence));
            float* part = Scratch.ReserveInner((asked * run.Step) + 16);
            TileProduct.Multiply(
                asked, run.Step, size, question, row, false, keys + ((nint)head * size * _stride) + (center - run.Highest), _stride, part, run.Step);
            for (int i = 0; i < asked; i++)
            {
                run.AddKeys<W>(part + (i * run.Step), i, scores + (i * stride));
            }
        }

        for (int start = 0; queries is not null && start < geometry.KeyCount(sequence); start += Piece)
        {
            RelativeRun run = new(geometry, sequence, first, asked, start, Math.Min(Piece, geometry.KeyCount(sequence) - start));
            float* part = Scratch.ReserveInner((run.KeyCount * run.Step) + (asked * Piece));
            TileProduct.Multiply(
                run.KeyCount, run.Step, size, key.At(geometry.Start(sequence) + start, head), key.Row, false,
                queries + ((nint)head * size * _stride) + run.Lowest + center, _stride, part, run.Step);
            run.AddQueries<W>(part, part + (run.KeyCount * run.Step), scores + start, stride);
        }
    }

    /// <summary>
    /// Adds to the gradients of queries, keys and both tables what follows from the gradient of the scores, the one before they were added up.
    /// </summary>
    public void AddGradients(
        AttentionGeometry geometry, int sequence, int head, float* question, nint row, AttentionOperand key,
        float* scoreGradient, int stride, AttentionOperand queryGradient, AttentionOperand keyGradient)
    {
        int all = geometry.KeyQueryCount(sequence);
        int keyCount = geometry.KeyCount(sequence);
        nint table = (nint)head * _distances * size;
        for (int first = 0; first < all; first += Piece)
        {
            int asked = Math.Min(Piece, all - first);
            float* asking = question + (first * row);
            float* gradient = scoreGradient + (first * stride);
            if (keyRows is not null)
            {
                RelativeRun run = new(geometry, sequence, first, asked, 0, keyCount);
                float* part = Scratch.ReserveInner(asked * run.Step);
                run.SpreadKeys(gradient, stride, part);
                nint from = table + ((center - run.Highest) * size);
                TileProduct.Multiply(
                    asked, size, run.Length, part, run.Step, false, keyRows + from, size,
                    queryGradient.At(geometry.QueryStart(sequence) + first, head), queryGradient.Row, accumulate: true);
                TileProduct.Multiply(run.Length, size, asked, part, run.Step, true, asking, row, keyGradients + from, size, accumulate: true);
            }

            for (int start = 0; queryRows is not null && start < keyCount; start += Piece)
            {
                RelativeRun run = new(geometry, sequence, first, asked, start, Math.Min(Piece, keyCount - start));
                float* part = Scratch.ReserveInner(run.KeyCount * run.Step);
                run.SpreadQueries(gradient + start, stride, part);
                nint from = table + ((run.Lowest + center) * size);
                int at = geometry.Start(sequence) + start;
                TileProduct.Multiply(
                    run.KeyCount, size, run.Length, part, run.Step, false, queryRows + from, size, keyGradient.At(at, head), keyGradient.Row, accumulate: true);
                TileProduct.Multiply(
                    run.Length, size, run.KeyCount, part, run.Step, true, key.At(at, head), key.Row, queryGradients + from, size, accumulate: true);
            }
        }
    }
}
