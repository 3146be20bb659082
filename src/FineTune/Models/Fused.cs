using FineTune.Autograd;

namespace FineTune;

/// <summary>The encoders' ways into the engine's fused operations, by modules instead of by tensors.</summary>
internal static class Fused
{
    /// <summary>
    /// <c>LayerNorm(dropout(x) + residual)</c> for packed rows <c>[N, C]</c>. x is used up: pass a fresh result that nobody else reads.
    /// </summary>
    public static Tensor DropoutAddLayerNorm(Tensor x, Tensor residual, Dropout? dropout, LayerNorm norm, SequenceLayout layout) =>
        Autograd.DropoutAddLayerNorm.Apply(
            x, residual, norm.Weight, norm.Offset, (float)norm.Eps, dropout?.ActiveP ?? 0, norm.Generator, layout);

    /// <summary><c>dropout(LayerNorm(word[id] + tokenType[type] + position[p]))</c> for packed tokens, to <c>[N, C]</c>, as far as there is.</summary>
    public static Tensor Embed(
        EncoderInput input, Embedding word, Embedding? tokenType, Embedding? position, LayerNorm norm, Dropout dropout) =>
        EmbeddingLayerNormDropout.Apply(
            new TableLookup(word.Weight, input.Ids, word.PaddingIdx ?? -1),
            tokenType is null ? null : new TableLookup(tokenType.Weight, input.TokenTypes),
            position is null ? null : new TableLookup(position.Weight, input.Positions, position.PaddingIdx ?? -1),
            norm.Weight, norm.Offset, (float)norm.Eps, dropout.ActiveP, dropout.Generator, input.Layout);

    /// <summary>The same with noise added to the word embeddings, step by step.</summary>
    public static Tensor EmbedWithNoise(
        EncoderInput input, Embedding word, Embedding? tokenType, Embedding? position, LayerNorm norm, Dropout dropout, double alpha)
    {
        int width = word.Weight.Shape[1];
        Tensor sum = Look(word, input.Ids) + NeftuneNoise.Draw(input.Layout, width, alpha, word.Generator);
        sum = tokenType is null ? sum : sum + Look(tokenType, input.TokenTypes);
        sum = position is null ? sum : sum + Look(position, input.Positions);
        return dropout.Forward(norm.Forward(sum), input.Layout);
    }

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

    private static Tensor Look(Embedding table, ReadOnlySpan<int> rows)
    {
        long[] ids = new long[rows.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = rows[i];
        }

        return table.Forward(new LongTensor(ids, new(ids.Length)));
    }
}
