using FineTune.Classification;
using FineTune.Tests.Models;

namespace FineTune.Tests.Classification;

/// <summary>What a run is said to need, part by part, of a model whose sizes are known.</summary>
public sealed class MemoryEstimateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_table_counts_gradient_and_moments_only_for_the_rows_that_texts_use()
    {
        long one = Of(new() { MaxSteps = 1, PerDeviceTrainBatchSize = 1 }).Model;
        long many = Of(new() { MaxSteps = 100, PerDeviceTrainBatchSize = 8 }).Model;

        Assert.InRange(many - one, 1, 12 * Table); // Gradient and two moments.
    }

    [Fact]
    public void An_average_takes_the_weights_once_more_and_has_all_of_a_save_copied()
    {
        (MemoryEstimate plain, MemoryEstimate average) = (Of(new() { MaxSteps = 2 }), Of(new() { MaxSteps = 2, EmaDecay = 0.99 }));

        long weights = 4 * AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny")).NumParameters();
        Assert.Equal(weights, average.Model - plain.Model);
        Assert.InRange(average.Save - plain.Save, 4 * Table, 4 * average.Model);
        Assert.Equal(weights, Of(new() { MaxSteps = 2, EmaDecay = 0.99, SaveOnlyModel = true }).Save);
        Assert.Equal(0, Of(new() { MaxSteps = 2, SaveStrategy = SaveStrategy.No }).Save);
    }

    [Fact]
    public void An_evaluation_counts_its_scores_and_the_weights_it_packs()
    {
        MemoryEstimate evaluation = Of(new() { DoEval = true, PerDeviceEvalBatchSize = 1 });

        Assert.Equal(3 * sizeof(float), evaluation.Scores); // A class a row.
        Assert.Equal(3 * 3 * sizeof(float), Of(new() { DoEval = true }, metric: "roc_auc").Scores);
        Assert.True(evaluation.Batch > Of(new() { DoEval = true, PerDeviceEvalBatchSize = 8 }).Batch / 8);
        Assert.Equal(0, evaluation.Save);
    }

    [Fact]
    public void Activations_grow_with_the_batch_and_shrink_when_they_are_computed_again()
    {
        (long one, long eight) = (Of(new() { PerDeviceTrainBatchSize = 1 }, layers: 6).Batch, Of(new() { PerDeviceTrainBatchSize = 8 }, layers: 6).Batch);

        Assert.Equal(8 * one, eight);
        Assert.InRange(Of(new() { PerDeviceTrainBatchSize = 8, ActivationCheckpointing = true }, layers: 6).Batch, eight / 5, eight - 1);
    }

    [Fact]
    public void Computing_activations_again_never_counts_for_more_than_keeping_them() => Assert.Equal(
        Of(new() { PerDeviceTrainBatchSize = 8 }).Batch, Of(new() { PerDeviceTrainBatchSize = 8, ActivationCheckpointing = true }).Batch);

    public void Dispose() => _folder.Dispose();

    private static long Table { get; } = (long)AutoConfig.FromPretrained(ModelGolden.Folder("bert-tiny")).VocabSize * AutoConfig.FromPretrained(ModelGolden.Folder("bert-tiny")).HiddenSize;

    private MemoryEstimate Of(TrainingArguments args, int layers = 2, string? metric = null)
    {
        string config = Path.Combine(_folder.Path, $"layers-{layers}");
        Directory.CreateDirectory(config);
        File.WriteAllText(
            Path.Combine(config, "config.json"),
            File.ReadAllText(Path.Combine(ModelGolden.Folder("bert-tiny"), "config.json")).Replace("\"num_hidden_layers\": 2", $"\"num_hidden_layers\": {layers}", StringComparison.Ordinal));
        string train = Path.Combine(_folder.Path, "train.csv");
        string validation = Path.Combine(_folder.Path, "validation.csv");
        File.WriteAllText(train, "text,label\nfun film,LABEL_0\nbad film,LABEL_1\nso so,LABEL_2\n");
        File.WriteAllText(validation, "text,label\nfun,LABEL_0\nbad,LABEL_1\nso,LABEL_2\n");
        RunArguments run = new()
        {
            ModelNameOrPath = ModelGolden.Folder("bert-tiny"),
            ConfigName = config,
            TrainFile = args.DoEval ? null : train,
            ValidationFile = args.DoEval ? validation : null,
            MetricName = metric,
        };
        return RunPlan.Of(run, args with { DoTrain = !args.DoEval, OutputDir = Path.Combine(_folder.Path, "out"), ReportTo = [] }).MemoryParts;
    }
}
