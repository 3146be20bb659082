using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Which of a run's arguments are set but change nothing, with the reason.</summary>
internal static class RunWithoutEffect
{
    public static IReadOnlyList<string> Of(RunPreparation preparation)
    {
        RunArguments run = preparation.Run;
        IEnumerable<string> satisfied = RunArgumentTable.All
            .Where(argument => argument.Support == ArgumentSupport.Satisfied && argument.IsSet(run))
            .Select(argument => $"{argument.Name}: {argument.Reason}");
        return [.. ArgumentsWithoutEffect.Of(preparation.Training), .. satisfied, .. OfFiles(preparation), .. OfOthers(run, preparation)];
    }

    private static IEnumerable<string> OfFiles(RunPreparation preparation)
    {
        RunArguments run = preparation.Run;
        if (run.ValidationFile is not null && !preparation.Splits.ContainsKey("validation"))
        {
            yield return "validation_file: nothing is evaluated; set eval_strategy epoch or do_eval";
        }

        if (run.MaxEvalSamples is not null && !preparation.Splits.ContainsKey("validation"))
        {
            yield return "max_eval_samples: nothing is evaluated";
        }

        if (run.TestFile is not null && !preparation.Splits.ContainsKey("test"))
        {
            yield return "test_file: nothing is predicted; set do_predict";
        }

        if (run.MaxPredictSamples is not null && !preparation.Splits.ContainsKey("test"))
        {
            yield return "max_predict_samples: nothing is predicted";
        }
    }

    private static IEnumerable<string> OfOthers(RunArguments run, RunPreparation preparation)
    {
        if (run.ShuffleSeed != new RunArguments().ShuffleSeed && !run.ShuffleTrainDataset)
        {
            yield return "shuffle_seed: shuffle_train_dataset is false; the order of batches comes from seed";
        }

        if (run.EarlyStoppingThreshold != 0 && run.EarlyStoppingPatience is null)
        {
            yield return "early_stopping_threshold: early_stopping_patience is not set";
        }

        if (run.TextColumnDelimiter is not null && preparation.Columns.Text.Count == 1)
        {
            yield return "text_column_delimiter: there is one text column";
        }
    }
}
