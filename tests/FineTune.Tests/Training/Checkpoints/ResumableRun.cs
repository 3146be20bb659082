using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>A run with everything a resumed one could get wrong: dropout, accumulation, logs, evaluations and checkpoints out of step, patience.</summary>
internal sealed class ResumableRun
{
    private readonly string _folder;
    private readonly Func<TrainingArguments, TrainingArguments> _change;

    public ResumableRun(string folder, Func<TrainingArguments, TrainingArguments>? change = null) =>
        (_folder, _change) = (folder, change ?? (args => args));

    /// <summary>Gets or sets the files; a test may let them fail.</summary>
    public ICheckpointFiles Files { get; set; } = new QuickFiles();

    /// <summary>Gets or sets what hears the messages.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Gets or sets what is done before every forward pass.</summary>
    public Action<TinyClassifier, Batch>? OnForward { get; set; }

    /// <summary>Gets or sets further callbacks.</summary>
    public IReadOnlyList<TrainerCallback> More { get; set; } = [];

    /// <summary>Gets or sets the training data.</summary>
    public IEnumerable<Example> Rows { get; set; } = TinyData.Rows(20);

    /// <summary>Gets or sets how many evaluations without improvement end the run.</summary>
    public int Patience { get; set; } = 100;

    /// <summary>Gets or sets whether there are two evaluation sets with names.</summary>
    public bool HasTwoSets { get; set; }

    public StringWriter Printed { get; } = new();

    /// <summary>Trains, and describes everything that must not depend on interruptions.</summary>
    public string Train(ResumeFrom? resume = null, CancellationToken cancellation = default)
    {
        Trainer trainer = Make();
        TrainOutput output = trainer.Train(resume, cancellation);
        return Describe(trainer, output);
    }

    public Trainer Make()
    {
        TrainingArguments args = _change(new TrainingArguments
        {
            OutputDir = _folder,
            PerDeviceTrainBatchSize = 3,
            PerDeviceEvalBatchSize = 4,
            GradientAccumulationSteps = 2,
            NumTrainEpochs = 2,
            LearningRate = 0.05,
            WarmupSteps = 2,
            LoggingSteps = 3,
            EvalStrategy = IntervalStrategy.Steps,
            EvalSteps = 2,
            SaveStrategy = SaveStrategy.Steps,
            SaveSteps = 2,
            MetricForBestModel = "accuracy",
            WeightDecay = 0.01,
            IncludeNumInputTokensSeen = InputTokenCount.All,
        });
        return new Trainer(new TinyClassifier { OnForward = OnForward }, args)
        {
            TrainDataset = Rows,
            EvalDataset = HasTwoSets
                ? EvalDatasets.From<List<Example>>([new("a", TinyData.Rows(9, 1)), new("b", TinyData.Rows(6, 2))])
                : TinyData.Rows(9, 1),
            ComputeMetrics = prediction => new Dictionary<string, double> { ["accuracy"] = prediction.Predictions.Span[0] },
            Callbacks = [new EarlyStoppingCallback { EarlyStoppingPatience = Patience }, new PrinterCallback { Output = Printed }, .. More],
            Files = Files,
            Logger = Logger,
        };
    }

    private string Describe(Trainer trainer, TrainOutput output)
    {
        JsonObject state = trainer.State.ToJson();
        foreach (JsonNode? entry in state["log_history"]!.AsArray())
        {
            foreach (string key in entry!.AsObject().Select(pair => pair.Key).Where(IsOfTime).ToArray())
            {
                entry.AsObject().Remove(key);
            }
        }

        state["weights"] = string.Join(" ", trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray()).Select(BitConverter.SingleToInt32Bits));
        state["random"] = Convert.ToHexString(trainer.Generator.GetState());
        state["train_loss"] = output.TrainingLoss;
        state["learning_rates"] = new JsonArray([.. trainer.GetLearningRates().Select(rate => JsonValue.Create(rate))]);
        state["optimizer"] = string.Join(" ", trainer.Optimizer!.ParamGroups.SelectMany(group => group.Options.Values).Select(value => value?.ToString()));
        return JsonText.Write(state, sortKeys: true).Replace(_folder, "out", StringComparison.Ordinal);
    }

    private static bool IsOfTime(string key) =>
        key.EndsWith("_runtime", StringComparison.Ordinal) || key.EndsWith("_per_second", StringComparison.Ordinal);
}
