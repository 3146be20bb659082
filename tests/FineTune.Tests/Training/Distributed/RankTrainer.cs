using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Distributed;

/// <summary>A Trainer of one rank, which notes which rows it saw and what their losses were.</summary>
internal sealed class RankTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
{
    /// <summary>Gets the rows of each batch.</summary>
    public List<int[]> Rows { get; } = [];

    /// <summary>Gets the mean loss of each batch, where the batches of a step are equal.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Gets or sets what is done before a batch; given how many there were.</summary>
    public Action<int>? BeforeBatch { get; set; }

    /// <summary>Makes one of the small model, whose dropout can be left out.</summary>
    public static RankTrainer Tiny(TrainingArguments args, TrainableModel? model = null, params IReadOnlyList<TrainerCallback> callbacks) =>
        new(model ?? new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. callbacks],
            Logger = NullLogger.Instance,
        };

    /// <summary>Gets what training leaves: weights, and the log without times.</summary>
    public string Trace(params string[] without) => string.Join('\n',
        Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(TinyTrainer.Weights(this))),
        string.Join('\n', State.LogHistory.Select(entry => string.Join(' ', entry.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Where(pair => !pair.Key.Contains("runtime", StringComparison.Ordinal) && !pair.Key.Contains("per_second", StringComparison.Ordinal) && !without.Contains(pair.Key)).Select(pair => $"{pair.Key} {pair.Value:R}")))));

    /// <summary>It only looks on.</summary>
    internal override bool GoesBackOnce => true;

    protected internal override float TrainingStep(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
    {
        BeforeBatch?.Invoke(Rows.Count);
        Rows.Add([.. inputs.Rows ?? []]);
        float share = base.TrainingStep(model, inputs, numItemsInBatch);
        Losses.Add(share * (double)CurrentGradientAccumulationSteps);
        return share;
    }
}
