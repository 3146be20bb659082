using System.Collections;
using System.Diagnostics.CodeAnalysis;
using FineTune.Tokenizers;

namespace FineTune;

/// <summary>
/// One text, or a pair, as the model takes it. As a dictionary it holds the columns asked for, by the reference's names and in its
/// order (<c>input_ids</c>, <c>token_type_ids</c>, <c>attention_mask</c>, ...); the properties are there in any case.
/// </summary>
/// <remarks>
/// The reference's object of that name holds a whole batch; here each text has its own, which is a row of a data set as it is. What
/// truncation cut off is in <see cref="Overflowing"/>, where the reference would append more rows.
/// </remarks>
public sealed class BatchEncoding : IReadOnlyDictionary<string, object?>
{
    private const int PrintedNumbers = 9;
    private readonly Encoding _encoding;
    private readonly EncodingColumns _columns;
    private readonly PreTrainedTokenizer _tokenizer;
    private readonly SourceText _first;
    private readonly SourceText? _second;

    internal BatchEncoding(
        Encoding encoding,
        EncodingColumns columns,
        PreTrainedTokenizer tokenizer,
        SourceText first,
        SourceText? second,
        IReadOnlyList<BatchEncoding> overflowing)
    {
        (_encoding, _columns, _tokenizer, _first, _second, Overflowing) = (encoding, columns, tokenizer, first, second, overflowing);
    }

    /// <summary>Gets the token ids.</summary>
    public int[] InputIds => _encoding.Ids;

    /// <summary>Gets which text of a pair each token belongs to, as the model is told: 0 or 1.</summary>
    public int[] TokenTypeIds => _encoding.TypeIds;

    /// <summary>Gets 1 for tokens and 0 for padding.</summary>
    public int[] AttentionMask => _encoding.AttentionMask;

    /// <summary>Gets 1 for special tokens that were added and for padding, 0 for tokens of a text.</summary>
    public int[] SpecialTokensMask => Array.ConvertAll(_encoding.Sequences, sequence => sequence < 0 ? 1 : 0);

    /// <summary>
    /// Gets each token's span in its text, counted in Unicode code points from the text's beginning, as the reference counts; (0, 0)
    /// for special tokens and padding. After <see cref="PreTrainedTokenizer.EncodeWords"/> spans lie in the token's word.
    /// </summary>
    /// <remarks>In C# strings a code point outside the basic plane is two <c>char</c>s: to cut the text use <see cref="GetRange"/>.</remarks>
    public (int Start, int End)[] Offsets
    {
        get
        {
            (int, int)[] offsets = new (int, int)[Length];
            for (int i = 0; i < offsets.Length; i++)
                offsets[i] = (_encoding.Starts[i], _encoding.Ends[i]);
            return offsets;
        }
    }

    /// <summary>Gets the tokens as the vocabulary spells them.</summary>
    public IReadOnlyList<string> Tokens => _tokenizer.ConvertIdsToTokens(InputIds);

    /// <summary>Gets the index of each token's word in its text; null for special tokens and padding.</summary>
    public IReadOnlyList<int?> WordIds => Array.ConvertAll(_encoding.Words, word => word < 0 ? (int?)null : word);

    /// <summary>Gets the text each token belongs to, 0 or 1; null for special tokens and padding.</summary>
    public IReadOnlyList<int?> SequenceIds => Array.ConvertAll(_encoding.Sequences, sequence => sequence < 0 ? (int?)null : sequence);

    /// <summary>Gets what truncation cut off, as further encodings; empty unless <c>returnOverflowingTokens</c> was asked for.</summary>
    public IReadOnlyList<BatchEncoding> Overflowing { get; }

    /// <summary>Gets the number of tokens, padding included.</summary>
    public int Length => _encoding.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys
    {
        get
        {
            yield return "input_ids";
            if (_columns.HasFlag(EncodingColumns.TokenTypeIds))
                yield return "token_type_ids";
            if (_columns.HasFlag(EncodingColumns.AttentionMask))
                yield return "attention_mask";
            if (_columns.HasFlag(EncodingColumns.SpecialTokensMask))
                yield return "special_tokens_mask";
            if (_columns.HasFlag(EncodingColumns.OffsetMapping))
                yield return "offset_mapping";
            if (_columns.HasFlag(EncodingColumns.Length))
                yield return "length";
        }
    }

    /// <inheritdoc/>
    public IEnumerable<object?> Values => Keys.Select(key => this[key]);

    /// <inheritdoc/>
    public int Count => 1 + int.PopCount((int)_columns);

    /// <summary>Gets a column: <c>int[]</c>, and for <c>offset_mapping</c> an <c>int[][]</c> of pairs.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public object? this[string key]
    {
        get
        {
            if (!TryGetValue(key, out object? value))
                Throw.NoSuchColumn(key, Keys);
            return value;
        }
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        value = key switch
        {
            "input_ids" => InputIds,
            "token_type_ids" when _columns.HasFlag(EncodingColumns.TokenTypeIds) => TokenTypeIds,
            "attention_mask" when _columns.HasFlag(EncodingColumns.AttentionMask) => AttentionMask,
            "special_tokens_mask" when _columns.HasFlag(EncodingColumns.SpecialTokensMask) => SpecialTokensMask,
            "offset_mapping" when _columns.HasFlag(EncodingColumns.OffsetMapping) => Array.ConvertAll(Offsets, span => new[] { span.Start, span.End }),
            "length" when _columns.HasFlag(EncodingColumns.Length) => new[] { Length },
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The span of a token in its text, for cutting the C# string: <c>text[encoding.GetRange(i)]</c>.</summary>
    /// <param name="token">The token's index.</param>
    /// <returns>
    /// The span in UTF-16 units, <c>0..0</c> for special tokens and padding; after
    /// <see cref="PreTrainedTokenizer.EncodeWords"/> the span in the token's word.
    /// </returns>
    public Range GetRange(int token)
    {
        if (_encoding.Sequences[token] < 0)
            return 0..0;
        string text = (_encoding.Sequences[token] == 1 ? _second!.Value : _first).TextOf(_encoding.Words[token]);
        int start = CodePoints.ToUtf16(text, 0, _encoding.Starts[token]);
        return start..CodePoints.ToUtf16(text, start, _encoding.Ends[token] - _encoding.Starts[token]);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets the columns with their first numbers.</summary>
    public override string ToString() => "{" + string.Join(", ", this.Select(column => $"{column.Key}: {Text((Array)column.Value!)}")) + "}";

    private static string Text(Array values) =>
        "[" + string.Join(", ", values.Cast<object>().Take(PrintedNumbers).Select(value => value is int[] span ? $"[{span[0]}, {span[1]}]" : value.ToString()))
        + (values.Length > PrintedNumbers ? ", ...]" : "]");
}
