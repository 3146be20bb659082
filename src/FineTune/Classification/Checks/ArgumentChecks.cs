using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What is wrong with a run's arguments, before any file is looked at.</summary>
internal static class ArgumentChecks
{
    private static readonly (string Name, Func<RunArguments, string?> Value)[] s_ofDatasets =
    [
        ("dataset_config_name", run => run.DatasetConfigName), ("train_split_name", run => run.TrainSplitName),
        ("validation_split_name", run => run.ValidationSplitName), ("test_split_name", run => run.TestSplitName),
        ("remove_splits", run => run.RemoveSplits), ("remove_columns", run => run.RemoveColumns),
    ];

    public static IEnumerable<string> Of(RunArguments run, TrainingArguments training)
    {
        foreach (string problem in OfValues(run, training))
        {
            yield return problem;
        }

        TrainingArguments resolved = training.Resolve();
        foreach (string problem in training.DoTrain ? ScheduleCheck.Of(resolved) : [])
        {
            yield return problem;
        }

        if (run.ModelNameOrPath is null)
        {
            yield return "--model_name_or_path is missing: name the folder of a pretrained model.";
        }

        if (!training.DoTrain && !resolved.DoEval && !training.DoPredict)
        {
            yield return "There is nothing to do: pass --do_train, --do_eval or --do_predict.";
        }

        if (training.OutputDir is { } folder && FolderPath.FileAmong(folder) is { } file)
        {
            yield return $"--output_dir {folder}: {file} is a file. Name a folder; it is made if there is none.";
        }

        if (run.LrFind && !training.DoTrain)
        {
            yield return "--lr_find tries learning rates of training; it needs --do_train true.";
        }

        if (run.LrFind && TrainerRules.LrFindProblem(resolved, ProcessGroup.Current) is { } together)
        {
            yield return "--lr_find: " + together;
        }

        if (TrainerRules.SplitProblem(resolved, ProcessGroup.Current) is { } unequal)
        {
            yield return "--accelerator_config: " + unequal;
        }

        if (training is { DoTrain: true, ResumeFromCheckpoint: { } checkpoint } && !Directory.Exists(checkpoint))
        {
            yield return $"--resume_from_checkpoint {checkpoint}: there is no such folder. Name a checkpoint, such as out/checkpoint-500; "
                + "to go on with a run of `finetune train`, use `finetune resume RUN_DIR`.";
        }

        foreach (string problem in CheckSources(run, training, resolved))
        {
            yield return problem;
        }

        if (run.TaskName is not null && !TaskColumns.Tasks.Contains(run.TaskName))
        {
            yield return $"--task_name {run.TaskName} is not a GLUE task; expected one of {string.Join(", ", TaskColumns.Tasks)}.";
        }

        if (run.MetricName is { } metric && RunMetrics.Problem(metric) is { } unknown)
        {
            yield return unknown;
        }

        if (run.DoRegression == true && run.ProblemType is not null and not global::FineTune.ProblemType.Regression)
        {
            yield return "--do_regression and --problem_type contradict each other: leave one out.";
        }

        if (run.LabelFormat is LabelFormat.Names or LabelFormat.MultiHot
            && (run.DoRegression == true || run.ProblemType is not (null or global::FineTune.ProblemType.MultiLabelClassification)))
        {
            yield return $"--label_format {EnumSpelling<LabelFormat>.Of(run.LabelFormat)} is for several labels a row, which --problem_type or --do_regression contradicts: leave one out.";
        }

        if (run.LabelFormat == LabelFormat.Single && run.ProblemType == global::FineTune.ProblemType.MultiLabelClassification)
        {
            yield return "--label_format single and --problem_type multi_label_classification contradict each other: leave one out.";
        }

        if (run.EarlyStoppingPatience is { } patience)
        {
            if (patience < 1)
            {
                yield return $"--early_stopping_patience is {patience}; expected at least 1.";
            }

            if (resolved.EvalStrategy == IntervalStrategy.No || !resolved.LoadBestModelAtEnd)
            {
                yield return "--early_stopping_patience needs --load_best_model_at_end true and an --eval_strategy other than no.";
            }
        }
    }

    /// <summary>What no run can make use of, be it for files or for single texts.</summary>
    public static IEnumerable<string> OfValues(RunArguments run, TrainingArguments training)
    {
        if (File.Exists(run.ModelNameOrPath))
        {
            yield return $"--model_name_or_path {run.ModelNameOrPath} is a file, but the folder of a model was expected. Name {Path.GetDirectoryName(Path.GetFullPath(run.ModelNameOrPath))}.";
        }

        foreach (string problem in ArgumentRules.Check(training))
        {
            yield return problem;
        }

        if (run.MaxSeqLength < 1)
        {
            yield return $"--max_seq_length is {run.MaxSeqLength}; expected at least 1.";
        }

        if (run.Threads is < 1 or > 64)
        {
            yield return $"--threads is {run.Threads}; expected 1 to 64.";
        }

        if (run.CsvSep is { Length: 0 })
        {
            yield return "--csv_sep is empty; expected what stands between the values, such as \";\" or \"\\t\".";
        }

        foreach ((string name, int? limit) in new[]
        {
            ("max_train_samples", run.MaxTrainSamples), ("max_eval_samples", run.MaxEvalSamples), ("max_predict_samples", run.MaxPredictSamples),
        })
        {
            if (limit < 1)
            {
                yield return $"--{name} is {limit}; expected at least 1, or leave it out for all rows.";
            }
        }

        if (run is { ShuffleTrainDataset: true, ShuffleSeed: < 0 })
        {
            yield return $"--shuffle_seed is {run.ShuffleSeed}; expected at least 0.";
        }
    }

    /// <summary>The data are a data set's splits or files, and there is what the run needs of them.</summary>
    private static IEnumerable<string> CheckSources(RunArguments run, TrainingArguments training, TrainingArguments resolved)
    {
        if (TaskDataset.IsNamed(run))
        {
            return run.NamesFiles ? ["--dataset_name and --train_file, --validation_file or --test_file contradict each other: leave one out."]
                : run.Query is not null ? ["--query chooses the rows of a SQLite file, not of a data set: leave it out."]
                : [];
        }

        List<string> problems = [];
        problems.AddRange(s_ofDatasets
            .Where(argument => argument.Value(run) is not null)
            .Select(argument => $"--{argument.Name} is about a data set: name it with --dataset_name, or leave it out."));
        if (training.DoTrain && run.TrainFile is null)
        {
            problems.Add("--train_file is missing: training needs a csv, tsv, json or jsonl file, or a --dataset_name.");
        }

        if (resolved.DoEval && run.ValidationFile is null)
        {
            problems.Add("--validation_file is missing: evaluation (--do_eval, or an --eval_strategy other than no) needs it.");
        }

        if (training.DoPredict && run.TestFile is null)
        {
            problems.Add("--test_file is missing: --do_predict needs it.");
        }

        return problems;
    }
}
