using FineTune.Autograd;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Attention over a padded batch written out in double precision: every score, mask and table entry by itself.</summary>
internal sealed class AttentionFormula(long[,] mask, AttentionOptions options)
{
    private int Length => mask.GetLength(1);

    /// <summary>The results of the queries of a layout, packed; operands are packed rows of the layout of keys, one head after the other.</summary>
    public double[] Run(float[] query, float[] key, float[] value, SequenceLayout layout, SequenceLayout queries)
    {
        int width = options.Heads * options.HeadSize;
        double[] output = new double[queries.TokenCount * width];
        ushort[]? bits = Bits();
        for (int i = 0; i < queries.TokenCount; i++)
        {
            for (int head = 0; head < options.Heads; head++)
            {
                Row(query.AsSpan((i * width) + (head * options.HeadSize), options.HeadSize), queries.PaddedRows[i], head);
            }

            void Row(ReadOnlySpan<float> q, int row, int head)
            {
                double[] p = Probabilities(q, key, row, head, layout);
                for (int j = 0; j < layout.TokenCount; j++)
                {
                    double kept = p[j] * Kept(bits, row, head, layout.PaddedRows[j] % Length);
                    for (int d = 0; d < options.HeadSize; d++)
                    {
                        output[(i * width) + (head * options.HeadSize) + d] += kept * value[(j * width) + (head * options.HeadSize) + d];
                    }
                }
            }
        }

        return output;
    }

    private double[] Probabilities(ReadOnlySpan<float> q, float[] key, int row, int head, SequenceLayout layout)
    {
        double[] powers = new double[layout.TokenCount];
        bool isMasked = mask[row / Length, row % Length] == 0;
        for (int j = 0; j < powers.Length; j++)
        {
            int column = layout.PaddedRows[j];
            if (column / Length != row / Length)
            {
                continue;
            }

            bool reached = mask[row / Length, column % Length] != 0 && Math.Abs((row % Length) - (column % Length)) <= options.Window;
            powers[j] = options.MaskedQueriesSeeAll && isMasked ? 1
                : reached ? Math.Exp(Score(q, key, (row % Length) - (column % Length), j, head) / Math.Sqrt(options.HeadSize * options.Terms)) : 0;
        }

        double total = powers.Sum();
        return [.. powers.Select(power => total == 0 ? 0 : power / total)];
    }

    private double Score(ReadOnlySpan<float> q, float[] key, int distance, int j, int head)
    {
        int width = options.Heads * options.HeadSize;
        double score = 0;
        for (int d = 0; d < options.HeadSize; d++)
        {
            double k = key[(j * width) + (head * options.HeadSize) + d];
            score += q[d] * k;
            if (options.Relative is { } relative)
            {
                int at = (relative.RowOfDistance[distance + relative.Center] * width) + (head * options.HeadSize) + d;
                score += relative.Keys is null ? 0 : q[d] * (double)relative.Keys.Span[at];
                score += relative.Queries is null ? 0 : k * relative.Queries.Span[at];
            }
        }

        return score;
    }

    private double Kept(ushort[]? bits, int row, int head, int column)
    {
        int at = ((((((row / Length) * options.Heads) + head) * Length) + (row % Length)) * Length) + column;
        return bits is null ? 1 : ((bits[at / 16] >> (at % 16)) & 1) / (1 - options.Dropout);
    }

    private ushort[]? Bits()
    {
        if (options.Dropout == 0)
        {
            return null;
        }

        int count = mask.GetLength(0) * options.Heads * Length * Length;
        ushort[] bits = new ushort[(count + 15) / 16];
        new Generator(5UL).BernoulliBits(1 - options.Dropout, count, bits);
        return bits;
    }
}
