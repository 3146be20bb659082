using FineTune.Autograd;

namespace FineTune;

/// <summary>The encoders' ways into the engine's fused operations, by modules instead of by tensors.</summary>
internal static class Fused
{
    /// <summary>Begins to draw the mask of a dropout of packed rows that are still to be made, <c>[M, C]</c>, beside what makes them.</summary>
    public static Early<DropoutBits> BeginMask(Dropout dropout, SequenceLayout rows, int width) =>
        DropoutBits.Begin(dropout.ActiveP, rows.TokenCount, width, rows, dropout.Generator);

    /// <summary>
    /// <c>LayerNorm(dropout(x) + residual)</c> for packed rows <c>[N, C]</c>, with the mask of the dropout. x is used up: pass a fresh result that nobody else reads.
    /// </summary>
    public static Tensor DropoutAddLayerNorm(Tensor x, Tensor residual, Early<DropoutBits> mask, LayerNorm norm) =>
        Autograd.DropoutAddLayerNorm.Apply(x, residual, norm.Weight, norm.Offset, (float)norm.Eps, mask);

    /// <summary>
    /// <c>dropout(LayerNorm(project(word[id] + tokenType[type] + position[p])))</c> for packed tokens, to <c>[N, C]</c>, as far as there is; in training with
    /// noise added to the words if there is an alpha. Step by step where there is noise or a projection.
    /// </summary>
    public static Tensor Embed(
        EncoderInput input, Embedding word, Embedding? tokenType, Embedding? position, LayerNorm norm, Dropout dropout, double? neftuneNoiseAlpha,
        Linear? projection = null)
    {
        double? alpha = word.Training ? neftuneNoiseAlpha : null;
        if (alpha is not null || projection is not null)
        {
            Tensor sum = Sum(input, word, tokenType, position, alpha);
            return dropout.Forward(norm.Forward(projection?.Forward(sum) ?? sum), input.Layout);
        }

        return EmbeddingLayerNormDropout.Apply(
            new TableLookup(word.Weight, input.Ids, word.PaddingIdx ?? -1),
            tokenType is null ? null : new TableLookup(tokenType.Weight, input.TokenTypes),
            position is null ? null : new TableLookup(position.Weight, input.Positions, position.PaddingIdx ?? -1),
            norm.Weight, norm.Offset, (float)norm.Eps, dropout.ActiveP, dropout.Generator, input.Layout);
    }

    /// <summary>Packed rows with zeros where a token is masked; the tensor itself where none is.</summary>
    public static Tensor ClearMasked(Tensor packed, SequenceLayout layout) => layout.HasMaskedRows ? packed * KeyMask(layout) : packed;

    /// <summary>The rows of each text's first position, <c>[N, C]</c> to <c>[B, C]</c>, or the tensor itself where all rows are wanted.</summary>
    public static Tensor Take(Tensor packed, SequenceLayout layout, SequenceLayout wanted) =>
        wanted == layout ? packed : packed.IndexSelect(layout.FirstRows());

    /// <summary>Packed rows <c>[N, C]</c> in their places of a padded batch, <c>[B, T, C]</c>, zero where there is padding.</summary>
    public static Tensor Unpack(Tensor packed, SequenceLayout layout)
    {
        int width = packed.Shape[1];
        int zeros = packed.Shape[0];
        int[] rows = new int[layout.Batch * layout.PaddedLength];
        Array.Fill(rows, zeros);
        for (int i = 0; i < layout.TokenCount; i++)
        {
            rows[layout.PaddedRows[i]] = i;
        }

        return Tensor.Cat([packed, Tensor.Zeros(new(1, width))]).IndexSelect(rows).Reshape(layout.Batch, layout.PaddedLength, width);
    }

    /// <summary>One for keys, zero for other rows, <c>[N, 1]</c>.</summary>
    private static Tensor KeyMask(SequenceLayout layout)
    {
        Tensor mask = Tensor.Zeros(new(layout.TokenCount, 1));
        for (int s = 0; s < layout.Batch; s++)
        {
            mask.Span.Slice(layout.Starts[s], layout.KeyCounts[s]).Fill(1);
        }

        return mask;
    }

    private static Tensor Sum(EncoderInput input, Embedding word, Embedding? tokenType, Embedding? position, double? alpha)
    {
        Tensor sum = Look(word, input.Ids);
        sum = alpha is { } strength ? sum + NeftuneNoise.Draw(input.Layout, word.Weight.Shape[1], strength, word.Generator) : sum;
        sum = tokenType is null ? sum : sum + Look(tokenType, input.TokenTypes);
        return position is null ? sum : sum + Look(position, input.Positions);
    }

    private static Tensor Look(Embedding table, ReadOnlySpan<int> rows) => Autograd.Embedding.Apply(rows, table.Weight, table.PaddingIdx ?? -1); // [N, C]
}
