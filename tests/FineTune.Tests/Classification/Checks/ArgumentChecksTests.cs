using FineTune.Classification;
using FineTune.Tests.Models;
using FineTune.Tests.Training.Distributed;

namespace FineTune.Tests.Classification;

/// <summary>What the arguments alone say cannot work is refused before a model is loaded.</summary>
public sealed class ArgumentChecksTests
{
    [Theory]
    [InlineData(3, 8, true, true)]
    [InlineData(3, 8, false, false)]
    [InlineData(3, 9, true, false)]
    [InlineData(1, 8, true, false)]
    public void Batches_that_cannot_be_cut_into_one_part_a_process_are_refused(int processes, int batch, bool split, bool isRefused)
    {
        using TemporaryFolder folder = new();
        RunArguments run = new()
        {
            ModelNameOrPath = WithoutWeights(folder),
            TrainFile = folder.Write("train.csv", "text,label\nfun film,LABEL_0\nbad film,LABEL_1\nso so,LABEL_2\n"),
        };
        TrainingArguments args = new()
        {
            OutputDir = folder.File("out"),
            DoTrain = true,
            PerDeviceTrainBatchSize = batch,
            AcceleratorConfig = new AcceleratorConfig { SplitBatches = split },
        };

        string[][] problems = ThreadRanks.Run(processes, _ =>
        {
            Exception? refused = Record.Exception(() => RunPreparation.Of(RunConfiguration.Of(run, args)));
            return refused is null ? [] : Assert.IsType<RunException>(refused).Problems.ToArray();
        });

        string[] expected = isRefused
            ? ["--accelerator_config: split_batches cuts batches of 8 rows into 3 parts, one a process, and they cannot be equal. "
                + "Set per_device_train_batch_size to a multiple of the number of processes."]
            : [];
        Assert.All(problems, found => Assert.Equal(expected, found));
    }

    private static string WithoutWeights(TemporaryFolder folder)
    {
        foreach (string file in Directory.EnumerateFiles(ModelGolden.Folder("bert-tiny")).Where(file => !file.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            folder.Write(Path.Combine("model", Path.GetFileName(file)), File.ReadAllText(file));
        }

        return folder.File("model");
    }
}
