namespace FineTune.Classification;

/// <summary>Whether the model has an embedding for every token, and every kind of token, of a split's rows.</summary>
internal sealed class TokenCheck(PreTrainedTokenizer tokenizer, PretrainedConfig config)
{
    private const string Types = "type_vocab_size";
    private const int Shown = 3;

    // Of DeBERTa 0 says that it has no embeddings of token types, and does not look at them.
    private readonly int _types = config.Contains(Types) && config.Get<int>(Types) is > 0 and var count ? count : int.MaxValue;

    /// <summary>Gets whether nothing can be wrong with a row, however it is cut.</summary>
    public bool IsFine(BatchEncoding encoding) => Wrong(encoding, string.Empty) is null;

    /// <summary>Checks rows as the model will get them.</summary>
    /// <exception cref="RunException">Rows have tokens that the model does not know; it names the first.</exception>
    /// <param name="split">Where the rows are from.</param>
    /// <param name="rows">The rows' numbers and tokens.</param>
    /// <param name="textOf">Gets the text of a row, to show a token as it is written there.</param>
    public void Require(TaskSplit split, IEnumerable<(int Row, BatchEncoding Encoding)> rows, Func<int, string> textOf)
    {
        (int Row, string Problem)[] wrong = [.. rows
            .Where(row => !IsFine(row.Encoding))
            .Select((row, i) => (row.Row, i < Shown ? Wrong(row.Encoding, textOf(row.Row))! : string.Empty))];
        if (wrong.Length > 0)
        {
            string more = wrong.Length > Shown ? $" So have {wrong.Length - Shown} more rows." : string.Empty;
            throw new RunException([.. wrong.Take(Shown).Select((row, i) =>
                $"{split.File}: {split.Rows.DescribeRow(row.Row)}: {row.Problem}{(i == Math.Min(Shown, wrong.Length) - 1 ? more : string.Empty)}")]);
        }
    }

    private string? Wrong(BatchEncoding encoding, string text)
    {
        foreach (int id in encoding.InputIds)
        {
            if (id < 0 || id >= config.VocabSize)
            {
                return $"the token \"{AsWritten(tokenizer.ConvertIdsToTokens([id])[0], text)}\" has the id {id}, but the model has embeddings for the ids 0 to {config.VocabSize - 1} (vocab_size {config.VocabSize}). "
                    + (id >= tokenizer.Length ? "Its vocab.txt has a word twice or an empty line, which moves the ids after it: correct it. " : string.Empty)
                    + $"The tokenizer has {tokenizer.Length} tokens: use the one the model was trained with, take the token out of added_tokens.json, vocab.txt or tokenizer.json, or give the "
                    + "model more embeddings first (in Python: model.resize_token_embeddings(len(tokenizer))).";
            }
        }

        if (encoding.Keys.Contains("token_type_ids"))
        {
            foreach (int type in (int[])encoding["token_type_ids"]!)
            {
                if (type < 0 || type >= _types)
                {
                    return $"a token is of type {type}, but the model has {_types} ({Types}). It was not trained on pairs: name one text column, or join the two with --text_column_delimiter \" \".";
                }
            }
        }

        return null;
    }

    /// <summary>A tokenizer that lowers texts has lowered the token too; nobody would find it.</summary>
    private static string AsWritten(string token, string text) =>
        token.Length > 0 && text.IndexOf(token, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? text.Substring(at, token.Length) : token;
}
