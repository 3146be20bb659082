namespace FineTune.Classification;

/// <summary>Whether rows of different lengths can be put into one batch.</summary>
internal static class PaddingCheck
{
    public static IEnumerable<Finding> Of(CheckedRun run)
    {
        RunPreparation preparation = run.Preparation;
        bool batches = preparation.Run.PadToMaxLength || preparation.Splits.Values.Any(split =>
            split.Rows.NumRows > 1 && (split.Name == "train" ? run.Args.TrainBatchSize : run.Args.EvalBatchSize) > 1);
        if (batches && preparation.Tokenizer.PadTokenId is null)
        {
            yield return Finding.Problem($"The tokenizer of {preparation.Run.TokenizerName ?? preparation.Run.ModelNameOrPath} has no padding token, which batches of texts of different lengths need. "
                + "Set pad_token in its tokenizer_config.json to a token of its vocabulary, such as \"[PAD]\".");
        }
    }
}
