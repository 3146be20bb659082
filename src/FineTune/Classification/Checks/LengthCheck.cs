namespace FineTune.Classification;

/// <summary>Whether anything of a text is left where it is cut.</summary>
internal static class LengthCheck
{
    /// <summary>Gets what is wrong with the number of tokens texts are cut to, or null.</summary>
    /// <param name="run">The run, with what the model remembers; a number below 1 is told elsewhere.</param>
    /// <param name="tokenizer">What puts special tokens around texts.</param>
    /// <param name="isPair">Whether the texts are pairs.</param>
    public static string? Problem(RunArguments run, PreTrainedTokenizer tokenizer, bool isPair)
    {
        int special = tokenizer.NumSpecialTokensToAdd(isPair);
        return run.MaxSeqLength < 1 || run.MaxSeqLength > special ? null
            : $"--max_seq_length is {run.MaxSeqLength}, but a {(isPair ? "pair" : "text")} has {special} special tokens, so that nothing of it would be read; expected at least {special + 1}.";
    }
}
