using FineTune.Data;

namespace FineTune;

/// <summary>
/// Puts encoded texts of different length together to one batch by padding them. For examples that need no padding use
/// <see cref="DefaultDataCollator"/>.
/// </summary>
/// <remarks>
/// The first example decides the keys. <c>input_ids</c> is padded with the tokenizer's padding token, <c>attention_mask</c> and
/// <c>token_type_ids</c> with 0 and <c>special_tokens_mask</c> with 1, on the tokenizer's padding side; other lists must have the same
/// length in all examples. An <c>attention_mask</c> is made if the tokenizer lists it among the model's inputs. <c>label</c> and
/// <c>label_ids</c> become <c>labels</c>: whole numbers a <see cref="LongTensor"/>, numbers with a fraction a <see cref="Tensor"/>.
/// The examples are not changed.
/// </remarks>
/// <example><code>
/// var collator = new DataCollatorWithPadding(tokenizer) { PadToMultipleOf = 8 };
/// </code></example>
public sealed class DataCollatorWithPadding : IRentingCollator
{
    private readonly PreTrainedTokenizer _tokenizer;

    /// <summary>Initializes the collator.</summary>
    /// <param name="tokenizer">Says what padding is and where it goes.</param>
    public DataCollatorWithPadding(PreTrainedTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        _tokenizer = tokenizer;
    }

    /// <summary>
    /// Gets how far texts are padded: <c>true</c> or <see cref="PaddingStrategy.Longest"/> to the longest of the batch,
    /// <see cref="PaddingStrategy.MaxLength"/> to <see cref="MaxLength"/>, <c>false</c> not at all. Default true.
    /// </summary>
    public Padding Padding { get; init; } = true;

    /// <summary>
    /// Gets the length for <see cref="PaddingStrategy.MaxLength"/>. Default null: the longest input the model takes; if nothing says how
    /// long that is, there is no padding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int? MaxLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value ?? 1, nameof(MaxLength));
            field = value;
        }
    }

    /// <summary>Gets a number that the padded length is a multiple of. Default null: any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int? PadToMultipleOf
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value ?? 1, nameof(PadToMultipleOf));
            field = value;
        }
    }

    /// <summary>Gets the tokenizer, which the Trainer saves when it has none of its own.</summary>
    internal PreTrainedTokenizer Tokenizer => _tokenizer;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is no example, no <c>input_ids</c>, no padding token, or values cannot be put together; the message names row and column.
    /// </exception>
    public Batch Collate(IReadOnlyList<Example> examples) => ((IRentingCollator)this).Collate(examples, rented: false);

    /// <inheritdoc/>
    Batch IRentingCollator.Collate(IReadOnlyList<Example> examples, bool rented)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw DataError.EmptyBatch();
        }

        Batch batch = PaddedLists(rented).Pad(examples);
        RenameToLabels(batch, "label");
        RenameToLabels(batch, "label_ids");
        return batch;
    }

    private static void RenameToLabels(Batch batch, string name)
    {
        if (batch.Remove(name) is { } labels)
        {
            batch["labels"] = labels;
        }
    }

    private PaddedBatch PaddedLists(bool rented)
    {
        PaddingStrategy strategy = Padding.Strategy;
        if (strategy != PaddingStrategy.DoNotPad && _tokenizer.PadTokenId is null)
        {
            throw DataError.NoPadToken();
        }

        int? maxLength = MaxLength ?? (_tokenizer.ModelMaxLength == PreTrainedTokenizer.UnknownMaxLength ? null : _tokenizer.ModelMaxLength);
        return new PaddedBatch
        {
            MainInput = _tokenizer.ModelInputNames[0],
            Strategy = strategy == PaddingStrategy.MaxLength && maxLength is null ? PaddingStrategy.DoNotPad : strategy,
            MaxLength = maxLength ?? 0,
            Multiple = PadToMultipleOf ?? 1,
            Side = _tokenizer.PaddingSide,
            PadTokenId = _tokenizer.PadTokenId ?? 0,
            PadTokenTypeId = _tokenizer.PadTokenTypeId,
            IsRented = rented,
            WithAttentionMask = _tokenizer.ModelInputNames.Contains("attention_mask", StringComparer.Ordinal),
        };
    }
}
