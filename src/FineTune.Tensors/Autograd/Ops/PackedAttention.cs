using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Attention of every head over the sequences of a packed batch: with <c>P = softmax(scale * S)</c>, <c>S = Q K^T</c> and dropout mask M,
/// <c>O = (P * M / keep) V</c>. Backward: <c>dV = (P M / keep)^T dO; dP = (dO V^T) M / keep;
/// dS = scale * P (dP - rowsum(P dP)); dQ = dS K; dK = dS^T Q</c>.
/// </summary>
/// <remarks>
/// Only keys within <see cref="AttentionOptions.Window"/> of a query are multiplied with it. With relative positions
/// <c>S[i, j] = q_i . k_j + q_i . K(i - j) + k_j . Q(i - j)</c>; their tables get the gradients <c>dK(d) = sum of dS[i, j] q_i</c> and
/// <c>dQ(d) = sum of dS[i, j] k_j</c> over all i - j = d. A bias is added behind the scale, <c>scale * S[i, j] + B(i - j)</c>, with the gradient
/// <c>dB(d) = sum of dS[i, j] / scale</c>. Only the probabilities of real tokens are kept for backward, and none in evaluation.
/// </remarks>
internal sealed class PackedAttention : Node, IDisposable
{
    private readonly Tensor[] _inputs;
    private readonly HeadColumns[] _operands;
    private readonly AttentionGeometry _geometry;
    private readonly RelativePositions? _relative;
    private readonly float _scale;
    private readonly float _keepScale;
    private readonly AttentionBits? _keep;
    private Storage? _probabilities;

    private PackedAttention(
        Tensor[] inputs, HeadColumns[] operands, AttentionGeometry geometry, RelativePositions? relative,
        float scale, float keepScale, AttentionBits? keep, Storage probabilities)
    {
        _inputs = inputs;
        _operands = operands;
        _geometry = geometry;
        _relative = relative;
        _scale = scale;
        _keepScale = keepScale;
        _keep = keep;
        _probabilities = probabilities;
    }

    public override ReadOnlySpan<Tensor> Inputs => _inputs;

    public override bool ReadsOutput => false;

    /// <summary>
    /// Applies attention to packed rows, where queries, keys and values may be columns of one matrix; dropout draws only if its probability is above 0.
    /// Keys and values have a layout, queries and the result, <c>[M, heads * head size]</c>, that of <paramref name="queries"/>: the same, or one of fewer
    /// rows of the same padded batch.
    /// </summary>
    public static Tensor Apply(
        HeadColumns query, HeadColumns key, HeadColumns value, SequenceLayout layout, SequenceLayout queries, AttentionOptions options,
        Early<AttentionBits>? drawn = null)
    {
        if (options is { Relative: { Keys: not null } or { Queries: not null }, MaskedQueriesSeeAll: false })
        {
            throw new InvalidOperationException("Bug in FineTune: relative positions of queries that are no keys are not defined.");
        }

        if (options is { Relative: not null, Window: < int.MaxValue })
        {
            throw new InvalidOperationException("Bug in FineTune: relative positions are added to rows of all keys, but a window's rows are shorter.");
        }

        (int heads, int size, double dropout) = (options.Heads, options.HeadSize, options.Dropout);
        AttentionGeometry geometry = layout.Geometry(options, queries);
        float scale = (float)(1.0 / Math.Sqrt((double)size * options.Terms));
        AttentionBits? keep = drawn is { } early ? early.Take() : AttentionBits.Draw(layout, queries, options);
        float keepScale = dropout < 1 ? 1f / (float)(1 - dropout) : 0f;
        bool record = Tensor.ShouldRecord(query.Rows, key.Rows, value.Rows, options.Relative?.Keys, options.Relative?.Queries, options.Relative?.Bias);
        Storage? probabilities = record ? TensorScope.Rent(geometry.ScoreCount, clear: false) : null;
        Tensor output = Tensor.Empty(new Shape(query.Rows.Shape[0], heads * size));
        List<Storage> rented = [];
        Kernels.Attention.Forward(
            geometry, query.Columns, key.Columns, value.Columns, scale, options.Relative is null ? default : options.Relative.ForForward(heads, size, scale, rented),
            keep?.Bits, keepScale, probabilities is null ? default : probabilities.Span, new(output.Span, 0, heads * size, size));
        rented.ForEach(storage => storage.RemoveUser());
        if (record)
        {
            HeadColumns[] operands = [query, key, value];
            output.GradFn = new PackedAttention(
                Distinct(operands, options.Relative), operands, geometry, options.Relative, scale, keepScale, keep, probabilities!);
        }
        else
        {
            keep?.Dispose();
        }

        return output;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        (int heads, int size) = (_geometry.Heads, _geometry.HeadSize);
        Tensor[] made = new Tensor[3];
        for (int i = 0; i < 3; i++)
        {
            int first = Array.FindIndex(_operands, operand => operand.Rows == _operands[i].Rows);
            made[i] = first < i ? made[first] : Gradient(_operands[i].Rows);
        }

        List<Storage> rented = [];
        RelativeTables tables = _relative is null ? default : _relative.ForBackward(heads, size, rented);
        Kernels.Attention.Backward(
            _geometry, _operands[0].Columns, _operands[1].Columns, _operands[2].Columns, _scale, tables, _keep?.Bits, _keepScale, _probabilities!.Span,
            new(outputGradient.Span, 0, heads * size, size), _operands[0].Of(made[0]), _operands[1].Of(made[1]), _operands[2].Of(made[2]));
        for (int i = 0; i < 3; i++)
        {
            if (Array.IndexOf(made, made[i]) == i)
            {
                gradients.Add(_operands[i].Rows, made[i]);
            }
        }

        _relative?.AddGradients(tables, heads, size, _scale, gradients);
        rented.ForEach(storage => storage.RemoveUser());
    }

    public void Dispose()
    {
        _probabilities?.RemoveUser();
        _probabilities = null;
        _keep?.Dispose();
    }

    /// <summary>Room for the gradient of a matrix; columns that are neither queries nor keys nor values have none.</summary>
    private Tensor Gradient(Tensor rows)
    {
        int covered = _operands.Count(operand => operand.Rows == rows) * _geometry.RowStride;
        return covered < rows.Shape[-1] ? Tensor.Zeros(rows.Shape) : Tensor.Empty(rows.Shape);
    }

    private static Tensor[] Distinct(HeadColumns[] operands, RelativePositions? relative)
    {
        List<Tensor> inputs = [];
        foreach (Tensor? tensor in (ReadOnlySpan<Tensor?>)[operands[0].Rows, operands[1].Rows, operands[2].Rows, relative?.Keys, relative?.Queries, relative?.Bias])
        {
            if (tensor is not null && !inputs.Contains(tensor))
            {
                inputs.Add(tensor);
            }
        }

        return [.. inputs];
    }
}
