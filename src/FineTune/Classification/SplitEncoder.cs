using FineTune.Data;

namespace FineTune.Classification;

/// <summary>Turns the rows of a split into what a model takes: token columns, and labels where there are any.</summary>
internal sealed class SplitEncoder(
    PreTrainedTokenizer tokenizer, PretrainedConfig config, TaskColumns columns, LabelSet labels, int maxLength, bool padToMaxLength)
{
    private const int Piece = 128;

    private readonly TokenCheck _check = new(tokenizer, config);
    private readonly HashSet<int> _tokens = [];
    private int _longest;

    /// <summary>Gets how many tokens the longest text seen so far has as it is cut; before any was seen, how many it may have.</summary>
    public int LongestText => _longest == 0 ? maxLength : Math.Min(_longest, maxLength);

    /// <summary>Gets how many different tokens were seen so far; before any was, how many there are.</summary>
    public int DistinctTokens => _tokens.Count == 0 ? config.VocabSize : _tokens.Count;

    /// <exception cref="RunException">Labels are missing or unknown, or the model has no embedding for a token.</exception>
    public Dataset Encode(TaskSplit split, bool withLabels, CancellationToken cancellationToken = default)
    {
        OrderedDictionary<string, IntLists.Builder> lists = new(StringComparer.Ordinal);
        Padding padding = padToMaxLength ? PaddingStrategy.MaxLength : PaddingStrategy.DoNotPad;
        _check.Require(split, Encodings(split.Rows, padding, truncation: true, cancellationToken).Select(row =>
        {
            Add(lists, row.Encoding);
            return row;
        }), row => columns.Key(split.Rows[row]));
        Dataset encoded = new([.. lists.Select(list => new StoredColumn(list.Key, list.Value.Build()))], split.Rows.NumRows);
        return withLabels ? encoded.AddColumn("labels", LabelReader.Read(split, columns.Label, labels)) : encoded;
    }

    /// <summary>Gets how many tokens each row has before truncation, special ones included.</summary>
    /// <exception cref="RunException">The model has no embedding for a token of a row as it will be cut.</exception>
    public IReadOnlyList<int> Lengths(TaskSplit split, CancellationToken cancellationToken)
    {
        int[] lengths = new int[split.Rows.NumRows];
        _check.Require(split, Encodings(split.Rows, PaddingStrategy.DoNotPad, truncation: false, cancellationToken)
            .Where(row =>
            {
                lengths[row.Row] = row.Encoding.InputIds.Length;
                return !_check.IsFine(row.Encoding);
            })
            .Select(row => (row.Row, Cut(split.Rows[row.Row]))), row => columns.Key(split.Rows[row]));
        return lengths;
    }

    private static void Add(OrderedDictionary<string, IntLists.Builder> lists, BatchEncoding encoding)
    {
        if (lists.Count == 0)
        {
            foreach (string key in encoding.Keys)
            {
                lists.Add(key, new IntLists.Builder());
            }
        }

        foreach ((string key, IntLists.Builder list) in lists)
        {
            list.Add((int[])encoding[key]!);
        }
    }

    private BatchEncoding Cut(Example row) => tokenizer.Encode(columns.First(row), columns.Second(row), truncation: true, maxLength: maxLength);

    /// <summary>Encodes some rows at a time: what an encoding knows of its text is many times what is kept of it.</summary>
    private IEnumerable<(int Row, BatchEncoding Encoding)> Encodings(Dataset rows, Padding padding, Truncation truncation, CancellationToken cancellationToken)
    {
        for (int start = 0; start < rows.NumRows; start += Piece)
        {
            int from = start;
            Example[] piece = [.. Enumerable.Range(from, Math.Min(Piece, rows.NumRows - from)).Select(row => rows[row])];
            string[]? second = columns.IsPair ? Array.ConvertAll(piece, row => columns.Second(row)!) : null;
            int? length = truncation.Strategy == TruncationStrategy.DoNotTruncate ? null : maxLength;
            IReadOnlyList<BatchEncoding> encodings = tokenizer.EncodeBatch(
                Array.ConvertAll(piece, columns.First), second, padding, truncation, length, cancellationToken: cancellationToken);
            for (int i = 0; i < encodings.Count; i++)
            {
                _longest = Math.Max(_longest, encodings[i].AttentionMask.Sum());
                _tokens.UnionWith(encodings[i].InputIds.Take(maxLength));
                yield return (from + i, encodings[i]);
            }
        }
    }
}
