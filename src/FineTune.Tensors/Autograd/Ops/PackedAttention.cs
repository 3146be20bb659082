using System.Buffers;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Attention of every head over the sequences of a packed batch: with <c>P = softmax(scale * Q K^T)</c> and dropout mask M,
/// <c>O = (P * M / keep) V</c>. Backward: <c>dV = (P M / keep)^T dO; dP = (dO V^T) M / keep;
/// dS = scale * P (dP - rowsum(P dP)); dQ = dS K; dK = dS^T Q</c>.
/// </summary>
/// <remarks>
/// The mask is drawn for the padded scores <c>[B, H, T, T]</c> in torch's order, two words an element; what lies outside a sequence is
/// skipped in the stream. Only the probabilities of real tokens are kept for backward, and none in evaluation.
/// </remarks>
internal sealed class PackedAttention : Node, IDisposable
{
    private readonly Tensor[] _inputs;
    private readonly AttentionGeometry _geometry;
    private readonly float _scale;
    private readonly float _keepScale;
    private ushort[]? _keep;
    private Storage? _probabilities;

    private PackedAttention(Tensor[] inputs, AttentionGeometry geometry, float scale, float keepScale, ushort[]? keep, Storage probabilities)
    {
        _inputs = inputs;
        _geometry = geometry;
        _scale = scale;
        _keepScale = keepScale;
        _keep = keep;
        _probabilities = probabilities;
    }

    public override ReadOnlySpan<Tensor> Inputs => _inputs;

    /// <summary>
    /// Applies attention to packed rows <c>[N, heads * head size]</c>; dropout draws only if its probability is above 0.
    /// Keys and values have a layout, queries and the result that of <paramref name="queries"/>: the same, or one of fewer rows of the same padded batch.
    /// </summary>
    public static Tensor Apply(
        Tensor query, Tensor key, Tensor value, SequenceLayout layout, SequenceLayout queries, int heads, double dropout, Generator? generator)
    {
        int headSize = query.Shape[-1] / heads;
        AttentionGeometry geometry = layout.Geometry(heads, headSize, queries);
        float scale = (float)(1.0 / Math.Sqrt(headSize));
        ushort[]? keep = dropout > 0 ? DrawMask(layout, queries, geometry, dropout, generator) : null;
        float keepScale = dropout < 1 ? 1f / (float)(1 - dropout) : 0f;
        bool record = Tensor.ShouldRecord(query, key, value);
        Storage? probabilities = record ? TensorScope.Rent(geometry.ScoreCount, clear: false) : null;
        Tensor output = Tensor.Empty(query.Shape);
        Kernels.Attention.Forward(
            geometry, query.Span, key.Span, value.Span, scale, keep, keepScale, probabilities is null ? default : probabilities.Span, output.Span);
        if (record)
        {
            output.GradFn = new PackedAttention([query, key, value], geometry, scale, keepScale, keep, probabilities!);
        }
        else if (keep is not null)
        {
            ArrayPool<ushort>.Shared.Return(keep);
        }

        return output;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor query = Tensor.Empty(outputGradient.Shape);
        Tensor key = Tensor.Empty(_inputs[1].Shape);
        Tensor value = Tensor.Empty(_inputs[2].Shape);
        Kernels.Attention.Backward(
            _geometry, _inputs[0].Span, _inputs[1].Span, _inputs[2].Span, _scale, _keep, _keepScale, _probabilities!.Span,
            outputGradient.Span, query.Span, key.Span, value.Span);
        gradients.Add(_inputs[0], query);
        gradients.Add(_inputs[1], key);
        gradients.Add(_inputs[2], value);
    }

    public void Dispose()
    {
        _probabilities?.RemoveUser();
        _probabilities = null;
        if (_keep is not null)
        {
            ArrayPool<ushort>.Shared.Return(_keep);
            _keep = null;
        }
    }

    /// <summary>Draws <c>bernoulli(1 - dropout)</c> for every element of the padded scores and keeps the bits of the real ones.</summary>
    private static ushort[] DrawMask(SequenceLayout layout, SequenceLayout queries, AttentionGeometry geometry, double dropout, Generator? generator)
    {
        ushort[] bits = ArrayPool<ushort>.Shared.Rent(Math.Max(1, geometry.ScoreCount / 16));
        if (dropout >= 1)
        {
            // As torch: everything is dropped and nothing is drawn.
            Array.Clear(bits);
            return bits;
        }

        Generator source = generator ?? throw new InvalidOperationException(
            "Dropout needs random numbers, but the model has no generator. Set model.Generator, or call model.Eval() to switch dropout off.");
        int length = layout.PaddedLength;
        ProfileSpan span = Profile.Begin();
        ushort[]? whole = layout.IsPrefix ? null : new ushort[(length + 15) / 16];
        for (int s = 0; s < geometry.Sequences; s++)
        {
            for (int head = 0; head < geometry.Heads; head++)
            {
                Span<ushort> target = bits.AsSpan(
                    geometry.ScoreOffset(s, head) / 16, geometry.QueryCount(s) * geometry.KeyStride(s) / 16);
                if (whole is null)
                {
                    DrawPrefix(geometry.QueryCount(s), geometry.KeyCount(s), length, 1 - dropout, source, target);
                }
                else
                {
                    DrawScattered(layout, queries, geometry, s, 1 - dropout, source, whole, target);
                }
            }
        }

        span.End(KernelFamily.RandomNumbers);
        return bits;
    }

    /// <summary>One head of a sequence whose keys, and queries, are its first positions.</summary>
    private static void DrawPrefix(int queries, int keys, int length, double keep, Generator generator, Span<ushort> target)
    {
        int words = (keys + 15) / 16;
        for (int i = 0; i < queries; i++)
        {
            generator.BernoulliBits(keep, keys, target.Slice(i * words, words));
            generator.Discard(2L * (length - keys));
        }

        generator.Discard(2L * length * (length - queries));
    }

    /// <summary>One head of a sequence with holes: whole rows are drawn, and the columns of its keys picked.</summary>
    private static void DrawScattered(
        SequenceLayout layout, SequenceLayout queries, AttentionGeometry geometry, int sequence, double keep, Generator generator, ushort[] whole, Span<ushort> target)
    {
        int length = layout.PaddedLength;
        int words = geometry.KeyStride(sequence) / 16;
        ReadOnlySpan<int> keys = layout.PaddedRows[layout.Starts[sequence]..layout.Starts[sequence + 1]];
        ReadOnlySpan<int> rows = queries.PaddedRows[queries.Starts[sequence]..queries.Starts[sequence + 1]];
        target.Clear();
        for (int t = 0; t < length; t++)
        {
            int packed = rows.IndexOf((sequence * length) + t);
            if (packed < 0)
            {
                generator.Discard(2L * length);
                continue;
            }

            generator.BernoulliBits(keep, length, whole);
            Span<ushort> line = target.Slice(packed * words, words);
            for (int j = 0; j < geometry.KeyCount(sequence); j++)
            {
                int column = keys[j] - (sequence * length);
                int bit = (whole[column >> 4] >> (column & 15)) & 1;
                line[j >> 4] |= (ushort)(bit << (j & 15));
            }
        }
    }
}
