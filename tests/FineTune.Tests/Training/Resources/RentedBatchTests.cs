using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

public sealed class RentedBatchTests
{
    [Fact]
    public void A_batch_that_outlives_its_training_step_says_so()
    {
        using RunFolder folder = new();
        Hoarder trainer = new(AutoModelForSequenceClassification.FromConfig(SmallBert.Config()), new TrainingArguments
        {
            OutputDir = folder.Path,
            MaxSteps = 2,
            SaveStrategy = SaveStrategy.No,
            DisableTqdm = true,
        })
        {
            TrainDataset = SmallBert.Rows(16, 6, 6),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        trainer.Train();

        ObjectDisposedException error = Assert.Throws<ObjectDisposedException>(() => trainer.Seen[0].InputIds!.Span.Length);
        Assert.Contains("ToArray()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_of_ones_own_gives_batches_that_last()
    {
        DataLoader loader = new(SmallBert.Rows(6, 4, 4), new DefaultDataCollator()) { BatchSize = 2 };

        List<Batch> batches = [.. loader];

        Assert.All(batches, batch => Assert.Equal(8, batch.InputIds!.ToArray().Length));
        batches[0].Release();
        Assert.Equal(8, batches[0].InputIds!.Length);
        Assert.Equal(8, batches[0].InputIds!.Span.Length);
    }

    [Fact]
    public void A_batch_a_collator_gives_again_is_left_alone()
    {
        using RunFolder folder = new();
        Same collator = new();
        Trainer trainer = new(AutoModelForSequenceClassification.FromConfig(SmallBert.Config()), new TrainingArguments
        {
            OutputDir = folder.Path,
            MaxSteps = 3,
            SaveStrategy = SaveStrategy.No,
            DisableTqdm = true,
        })
        {
            TrainDataset = SmallBert.Rows(32, 6, 6),
            DataCollator = collator,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        trainer.Train();

        Assert.NotEmpty(collator.Batch!.InputIds!.ToArray());
    }

    [Fact]
    public void Rented_or_not_a_batch_holds_the_same()
    {
        Example[] examples = [.. SmallBert.Rows(5, 3, 9)];
        IDataCollator collator = new DataCollatorWithPadding(AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny")));
        Batch expected = collator.Collate(examples);

        for (int i = 0; i < 3; i++)
        {
            Batch batch = ((FineTune.Data.IRentingCollator)collator).Collate(examples, rented: true);
            foreach (string key in expected.Keys)
            {
                Assert.Equal(((LongTensor)expected[key]).ToArray(), ((LongTensor)batch[key]).ToArray());
                ((LongTensor)batch[key]).Span.Fill(-1);
            }

            batch.Release();
        }
    }

    private sealed class Hoarder(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public List<Batch> Seen { get; } = [];

        protected internal override (Tensor Loss, ModelOutput Outputs) ComputeLoss(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            Seen.Add(inputs);
            return base.ComputeLoss(model, inputs, numItemsInBatch);
        }
    }

    private sealed class Same : IDataCollator
    {
        public Batch? Batch { get; private set; }

        public Batch Collate(IReadOnlyList<Example> examples) => Batch ??= new DefaultDataCollator().Collate(examples);
    }
}
