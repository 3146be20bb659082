namespace FineTune;

/// <summary>
/// The tokens of a padded batch that count, packed: <c>[N]</c> ids, positions and token types, checked against the model's sizes.
/// </summary>
internal sealed class EncoderInput
{
    private readonly int[] _ids;
    private readonly int[]? _positions;
    private readonly int[]? _tokenTypes;

    private EncoderInput(SequenceLayout layout, int[] ids, int[]? positions, int[]? tokenTypes)
    {
        Layout = layout;
        _ids = ids;
        _positions = positions;
        _tokenTypes = tokenTypes;
    }

    /// <summary>Gets where the packed tokens lie in the padded batch.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>Gets the token ids, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Layout.TokenCount);

    /// <summary>Gets the positions of the tokens in their texts, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Positions => _positions is null ? Layout.Columns : _positions.AsSpan(0, Layout.TokenCount);

    /// <summary>Gets which text of a pair each token belongs to, <c>[N]</c>; empty for a model without token types.</summary>
    public ReadOnlySpan<int> TokenTypes => _tokenTypes is null ? [] : _tokenTypes.AsSpan(0, Layout.TokenCount);

    /// <summary>Packs a batch, into memory that ends with the innermost open <see cref="TensorScope"/>.</summary>
    /// <param name="batch">The batch; without a mask every token counts, without token types all are 0.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="tokenTypes">The number of token types, or 0 for a model that has none.</param>
    /// <param name="countedFrom">
    /// The padding token's id, for a model that counts positions over the other tokens and begins behind it; null where positions are columns.
    /// </param>
    /// <param name="withAllMasked">Whether a text whose first position is masked keeps all its masked positions (<see cref="SequenceLayout"/>).</param>
    public static EncoderInput Of(Batch batch, PretrainedConfig config, int tokenTypes, int? countedFrom = null, bool withAllMasked = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (string key in (ReadOnlySpan<string>)["inputs_embeds", "position_ids"])
        {
            if (batch.TryGetValue(key, out _))
            {
                Throw.UnsupportedInput(key);
            }
        }

        LongTensor ids = batch.InputIds ?? Throw.NoInputIds(batch.Keys);
        CheckLength(ids, countedFrom is null && config.LimitsTexts ? config.LongestText : int.MaxValue);
        CheckShape("attention_mask", ids, batch.AttentionMask);
        CheckShape("token_type_ids", ids, batch.TokenTypeIds);
        SequenceLayout layout = batch.AttentionMask is { } mask
            ? SequenceLayout.FromMask(mask, TensorScope.RentRows, withAllMasked)
            : SequenceLayout.Full(ids.Shape[0], ids.Shape[1], TensorScope.RentRows);
        return new(
            layout,
            Pack("input_ids", ids, layout, config.VocabSize, "vocab_size"),
            countedFrom is { } padding ? Counted(ids, layout, padding, config.LongestText) : null,
            tokenTypes == 0 ? null : PackTypes(batch.TokenTypeIds, layout, tokenTypes));
    }

    private static void CheckLength(LongTensor ids, int maximum)
    {
        if (ids.Shape.Rank != 2 || ids.Length == 0)
        {
            Throw.BadInputIds(ids.Shape);
        }

        if (ids.Shape[1] > maximum)
        {
            Throw.SequenceTooLong(ids.Shape[1], maximum);
        }
    }

    private static void CheckShape(string name, LongTensor ids, LongTensor? other)
    {
        if (other is not null && other.Shape != ids.Shape)
        {
            Throw.InputShapesDiffer(name, other.Shape, ids.Shape);
        }
    }

    private static int[] PackTypes(LongTensor? types, SequenceLayout layout, int count)
    {
        if (types is not null)
        {
            return Pack("token_type_ids", types, layout, count, "type_vocab_size");
        }

        int[] zeros = TensorScope.RentRows(layout.TokenCount);
        zeros.AsSpan(0, layout.TokenCount).Clear();
        return zeros;
    }

    private static int[] Pack(string name, LongTensor values, SequenceLayout layout, int limit, string limitName)
    {
        int[] packed = TensorScope.RentRows(layout.TokenCount);
        ReadOnlySpan<long> all = values.Span;
        ReadOnlySpan<int> rows = layout.PaddedRows;
        for (int i = 0; i < rows.Length; i++)
        {
            long value = all[rows[i]];
            if (value < 0 || value >= limit)
            {
                Throw.IdOutOfRange(name, value, rows[i] / layout.PaddedLength, rows[i] % layout.PaddedLength, limit, limitName);
            }

            packed[i] = (int)value;
        }

        return packed;
    }

    /// <summary>
    /// The number of tokens up to each that are no padding, behind the padding's own; the padding's for padding. What the mask leaves out counts too, as in the
    /// reference.
    /// </summary>
    private static int[] Counted(LongTensor ids, SequenceLayout layout, int padding, int maximum)
    {
        int length = layout.PaddedLength;
        int[] all = TensorScope.RentRows(ids.Length);
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            count = i % length == 0 ? 0 : count;
            all[i] = padding + (ids[i] == padding ? 0 : ++count);
            if (count > maximum)
            {
                Throw.SequenceTooLong(length, maximum);
            }
        }

        int[] packed = TensorScope.RentRows(layout.TokenCount);
        for (int i = 0; i < layout.TokenCount; i++)
        {
            packed[i] = all[layout.PaddedRows[i]];
        }

        return packed;
    }
}
