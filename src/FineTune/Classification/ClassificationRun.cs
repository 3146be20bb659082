using System.Text.Json.Nodes;
using FineTune.Kernels;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>A run of the command, from prepared arguments to the files in its folder.</summary>
internal sealed class ClassificationRun(RunPreparation preparation, RunReporter reporter)
{
    private readonly TrainingArguments _args = Arguments(preparation).Resolve();
    private readonly RunScores _scores = new(preparation);
    private RunLock? _ownership;
    private LoadReport? _loadReport;

    /// <summary>Gets what the run found: where it wrote, its last step and the metrics, by the names they have in its files.</summary>
    public JsonObject Results { get; } = [];

    /// <summary>Gets callbacks beside those the arguments ask for.</summary>
    public IReadOnlyList<TrainerCallback> FurtherCallbacks { get; init; } = [];

    /// <summary>Gets whether to say where the steps' time went, and to write a trace beside the results.</summary>
    public bool TakesProfile { get; init; }

    /// <summary>Gets the folder it writes to.</summary>
    public string OutputDir => _args.OutputDir!;

    /// <summary>Gets whether somebody else hears of signals and cancels.</summary>
    public bool HandlesSignals { get; init; } = true;

    /// <summary>Gets the metrics of training, evaluation and prediction so far.</summary>
    public LogEntry Metrics { get; } = [];

    /// <summary>Trains, evaluates and predicts, as far as the arguments ask for it.</summary>
    /// <returns>Whether it came to its end; false when it was interrupted (a checkpoint was saved).</returns>
    public bool Execute(ResumeFrom? resume, CancellationToken cancellationToken)
    {
        RunThreads.Use(preparation.Run);
        try
        {
            CheckedRun run = new(preparation, Resumes: resume is not null);
            IReadOnlyList<string> warnings = RunChecks.Of(run, () => preparation.CheckTokens(cancellationToken));
            using RunLock? ownership = WritesNothing(preparation) || _args.FastDevRun || !_args.ShouldSave ? null : RunLock.Acquire(_args.OutputDir);
            _ownership = ownership;
            if (ownership is not null)
            {
                StoredRun.RequireWritable(_args.OutputDir); // What no check without writing sees, such as a quota.
            }

            return ExecuteParts(run, warnings, resume, cancellationToken);
        }
        finally
        {
            if (_args.FastDevRun)
            {
                Directory.Delete(_args.OutputDir, recursive: true);
            }
        }
    }

    /// <summary>What writes nothing reports nothing into files either, and needs no folder that can be written.</summary>
    private static TrainingArguments Arguments(RunPreparation preparation) =>
        preparation.Training.FastDevRun ? FastDevRun.Shrink(preparation.Training.Resolve())
        : WritesNothing(preparation) ? preparation.Training with { ReportTo = [] }
        : preparation.Training;

    private static bool WritesNothing(RunPreparation preparation) => !preparation.Training.FastDevRun && (!preparation.Writes || preparation.Run.LrFind);

    private bool ExecuteParts(CheckedRun run, IReadOnlyList<string> warnings, ResumeFrom? resume, CancellationToken cancellationToken)
    {
        PrecisionOfRun.RequireArithmetic(_args);
        Rehearsal.Start(_args.DoTrain);
        Describe();
        foreach (string warning in warnings)
        {
            reporter.Warn(warning);
        }

        (Dictionary<string, Dataset> data, PreTrainedModel model) = EncodeAndLoad(cancellationToken);
        foreach (string warning in MemoryCheck.Warnings(run, MemoryEstimate.Of(run)))
        {
            reporter.Warn(warning);
        }

        if (resume is null && _args.ResumeFromCheckpoint is null)
        {
            TellWhatIsNew();
        }

        Trainer trainer = CreateTrainer(model, data);
        if (preparation.Run.LrFind)
        {
            FindLearningRate(trainer, cancellationToken);
            return true;
        }

        try
        {
            return ExecuteWith(trainer, data, resume, cancellationToken);
        }
        finally
        {
            trainer.GiveUpPushes();
        }
    }

    private bool ExecuteWith(Trainer trainer, Dictionary<string, Dataset> data, ResumeFrom? resume, CancellationToken cancellationToken)
    {
        if (_args.DoTrain && !Train(trainer, resume, cancellationToken))
        {
            return false;
        }

        EvaluateAndPredict(trainer, data, cancellationToken);
        if (_args.DoTrain && _args.ShouldSave)
        {
            reporter.Say(trainer.CreateModelCard(RunModelCard.Of(preparation))
                ? $"Model card: {Path.Combine(_args.OutputDir!, "README.md")}"
                : $"{Path.Combine(_args.OutputDir!, "README.md")} was not written by FineTune, or was changed since; it stays as it is.");
            reporter.Say(_args.FastDevRun
                ? FastDevRunReport(trainer)
                : $"Try it: finetune predict --model_name_or_path {_args.OutputDir} --text \"...\"");
        }

        if (trainer.IsPushed && preparation.Writes)
        {
            reporter.Say($"Pushed: {trainer.PushToHub(modelCard: RunModelCard.Of(preparation), cancellationToken: cancellationToken)!.CommitUrl}");
        }

        return true;
    }

    /// <summary>Does what is left after training, where there was any.</summary>
    /// <exception cref="InterruptedRunException">It was interrupted, with the model saved.</exception>
    private void EvaluateAndPredict(Trainer trainer, Dictionary<string, Dataset> data, CancellationToken cancellationToken)
    {
        try
        {
            if (_args.DoEval)
            {
                Save(trainer, "eval", trainer.Evaluate(cancellationToken: cancellationToken), ("eval_samples", data["validation"].NumRows));
                if (_scores.Doubt is { } doubt)
                {
                    reporter.Warn(doubt);
                }
            }

            if (_args.DoPredict)
            {
                Predict(trainer, data["test"], cancellationToken);
            }
        }
        catch (OperationCanceledException exception) when (_args is { DoTrain: true, FastDevRun: false }
            && (exception is AgreedCancellationException || cancellationToken.IsCancellationRequested))
        {
            throw new InterruptedRunException(
                $"Training is done and the model is saved in {OutputDir}, but what comes after it was interrupted: the files of the final evaluation and prediction are missing or those of an older run.",
                OutputDir, exception, exception.CancellationToken);
        }
    }

    /// <summary>Loads what was saved, as `predict` would, and says that all of it worked.</summary>
    private string FastDevRunReport(Trainer trainer)
    {
        _ = AutoModelForSequenceClassification.FromPretrained(_args.OutputDir!);
        _ = AutoTokenizer.FromPretrained(_args.OutputDir!);
        return $"fast_dev_run: {trainer.State.GlobalStep} steps trained, {(_args.EvalStrategy != IntervalStrategy.No || _args.DoEval ? "evaluated, " : string.Empty)}"
            + "saved and read back in a temporary folder; nothing was written elsewhere. Take --fast_dev_run out for the run itself.";
    }

    private void FindLearningRate(Trainer trainer, CancellationToken cancellationToken)
    {
        LrFindResult found = trainer.LrFind(cancellationToken: cancellationToken);
        reporter.Say(found.ToString());
        Results["suggested_learning_rate"] = found.Suggestion;
        Results["diverged"] = found.Diverged;
        Results["learning_rates"] = new JsonArray([.. found.Points.Select(point => JsonValue.Create(point.LearningRate))]);
        Results["losses"] = new JsonArray([.. found.Points.Select(point => JsonValue.Create(point.Loss))]);
        if (reporter.Style == ProgressStyle.Json)
        {
            reporter.Output.WriteLine(JsonText.WriteLine(Results));
        }
    }

    private void Describe()
    {
        LabelSet labels = preparation.Labels;
        reporter.Say("Text:   " + string.Join(preparation.Columns.IsPair ? " and, as a pair, " : " + ", preparation.Columns.Text.Select(VisibleText.Of)));
        reporter.Say($"Label:  {VisibleText.Of(preparation.Columns.Label)}, {EnumSpelling<ProblemType>.Of(labels.Problem)}"
            + (labels.Names.Count == 0 ? string.Empty : $" of {labels.Names.Count}: {string.Join(", ", labels.Names.Take(20).Select(VisibleText.Of))}{(labels.Names.Count > 20 ? ", ..." : string.Empty)}"));
        reporter.Say("Metric: " + string.Join(", ", RunMetrics.Names(preparation)));
        reporter.Say("Rows:   " + string.Join(", ", preparation.Splits.Values.Select(split =>
            $"{GroupedNumber.Text(split.Rows.NumRows)} {split.Name}")));
        foreach (string warning in preparation.Warnings.Concat(RunWithoutEffect.Of(preparation).Select(argument => "no effect: " + argument)))
        {
            reporter.Warn(warning);
        }
    }

    /// <summary>Encodes the texts while the weights are read.</summary>
    private (Dictionary<string, Dataset> Data, PreTrainedModel Model) EncodeAndLoad(CancellationToken cancellationToken)
    {
        Task<PreTrainedModel> loading = Task.Run(LoadModel, CancellationToken.None);
        try
        {
            Dictionary<string, Dataset> data = preparation.Splits.Keys.ToDictionary(name => name, name => preparation.Encode(name, cancellationToken));
            return (data, loading.GetAwaiter().GetResult());
        }
        finally
        {
            ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
        }
    }

    private PreTrainedModel LoadModel() =>
        AutoModelForSequenceClassification.FromPretrained(preparation.Run.ModelNameOrPath!, RunHub.OptionsOf(preparation.Run) with
        {
            Config = preparation.Config,
            Seed = _args.Seed,
            IgnoreMismatchedSizes = preparation.Run.IgnoreMismatchedSizes,
            OnLoadReport = found => _loadReport = found,
        });

    /// <summary>Tells what of the model is drawn anew; not where a checkpoint's weights take its place.</summary>
    private void TellWhatIsNew()
    {
        if (_loadReport is not null)
        {
            reporter.Tell(_loadReport);
        }
    }

    private Trainer CreateTrainer(PreTrainedModel model, Dictionary<string, Dataset> data)
    {
        List<TrainerCallback> callbacks = [.. FurtherCallbacks];
        if (preparation.Run.EarlyStoppingPatience is { } patience)
        {
            callbacks.Add(new EarlyStoppingCallback
            {
                EarlyStoppingPatience = patience,
                EarlyStoppingThreshold = preparation.Run.EarlyStoppingThreshold,
            });
        }

        if (TakesProfile)
        {
            TextWriter table = reporter.Style == ProgressStyle.Json ? reporter.Errors : reporter.Output;
            callbacks.Add(new ProfilerCallback { Output = table, TracePath = Path.Combine(_args.OutputDir!, "trace.json") });
        }

        _scores.TrainedBefore = _args.DoTrain ? null : model;
        Trainer trainer = new(model, _args.FastDevRun ? _args : preparation.Training with { OutputDir = _args.OutputDir, ReportTo = _args.ReportTo })
        {
            TrainDataset = data.GetValueOrDefault("train"),
            EvalDataset = data.TryGetValue("validation", out Dataset? validation) ? (EvalDatasets)validation : null,
            ProcessingClass = preparation.Tokenizer,
            DataCollator = preparation.Run.PadToMaxLength ? new DefaultDataCollator() : new DataCollatorWithPadding(preparation.Tokenizer),
            PreprocessLogitsForMetrics = _scores.Keep,
            ComputeMetrics = _scores.Measure,
            Callbacks = callbacks,
            Command = StoredRun.CommandOf(preparation.Run),
            Inputs = preparation.ToSaved().ToText(),
            LeavesPushes = true,
            Ownership = _ownership,
            ErrorOutput = reporter.Messages ?? reporter.Errors,
            Logger = reporter.Logger,
            HandlesSignals = HandlesSignals,
            MakesFolder = !WritesNothing(preparation),
        };
        reporter.Watch(trainer);
        return trainer;
    }

    private bool Train(Trainer trainer, ResumeFrom? resume, CancellationToken cancellationToken)
    {
        TrainOutput output = RunFailedException.Guard(trainer, () =>
        {
            TrainOutput trained = TrainFrom(trainer, resume, cancellationToken);
            if (trainer.IsFinished)
            {
                reporter.Say($"The run is complete (step {trainer.State.GlobalStep} of {trainer.State.MaxSteps}): nothing more is trained, its results are written again.");
            }

            trainer.SaveModelAndGoOn();
            return trained;
        });
        Results["output_dir"] = _args.OutputDir;
        Results["global_step"] = trainer.State.GlobalStep;
        Save(trainer, "train", output.Metrics, ("train_samples", preparation.Splits["train"].Rows.NumRows));
        trainer.SaveState();
        return !trainer.Processes.Any(cancellationToken.IsCancellationRequested); // What follows is done by all or by none.
    }

    /// <summary>Goes on from the newest complete checkpoint, or says that there is none and begins where the run began.</summary>
    private TrainOutput TrainFrom(Trainer trainer, ResumeFrom? resume, CancellationToken cancellationToken)
    {
        trainer.ResumesRun = resume is not null;
        ResumeFrom? beginning = _args.ResumeFromCheckpoint is { } folder ? ResumeFrom.Path(folder) : null;
        try
        {
            return trainer.Train(resume ?? beginning, cancellationToken);
        }
        catch (CheckpointException exception) when (resume is not null && exception.IsNoneFound)
        {
            reporter.Warn($"{exception.Message.Split(", so that")[0]}: training starts from {beginning?.ToString() ?? "the beginning"}.");
            if (beginning is null)
            {
                TellWhatIsNew();
            }

            return trainer.Train(beginning, cancellationToken);
        }
    }

    private void Predict(Trainer trainer, Dataset test, CancellationToken cancellationToken)
    {
        _scores.BeginPrediction("test");
        PredictionOutput output = trainer.Predict(test, cancellationToken: cancellationToken);
        FiniteOutputs.Require(trainer.Model, output.Predictions, preparation.Splits["test"]);
        if (output.HasLabelIds)
        {
            Save(trainer, "test", output.Metrics, ("test_samples", test.NumRows));
        }

        IEnumerable<string> lines = PredictionLines.Of(preparation.Labels, output.Predictions);
        if (preparation.Writes && _args.ShouldSave)
        {
            string path = Path.Combine(_args.OutputDir!, "predict_results.jsonl");
            trainer.Files.WriteWhole(path, to => File.WriteAllLines(to, lines));
            reporter.Say($"Predictions: {path}");
            Results["predictions"] = path;
        }
        else
        {
            foreach (string line in lines)
            {
                reporter.Results.WriteLine(line);
            }
        }
    }

    private void Save(Trainer trainer, string split, IReadOnlyDictionary<string, double> metrics, (string Key, int Count) samples)
    {
        LogEntry all = metrics is LogEntry entry ? new LogEntry(entry) : new LogEntry(metrics);
        all.Set(samples.Key, (long)samples.Count);
        foreach (string key in all.Keys)
        {
            Results[key] = double.IsFinite(all[key]) ? all.Get(key).ToJson() : null;
            Metrics[key] = all[key];
        }

        reporter.Tell(split, all, trainer);
        if (preparation.Writes)
        {
            trainer.SaveMetrics(split, all);
        }
    }
}
