namespace FineTune.PublicApi.Tests.Extending;

/// <summary>Data, batches and loaders of one's own.</summary>
public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_collator_of_ones_own_makes_the_batches()
    {
        ReversingCollator collator = new();
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet(), DataCollator = collator };

        _ = trainer.Train();

        Assert.Equal(4, collator.Batches);
    }

    [Fact]
    public void Examples_of_unknown_number_are_trained_on_for_max_steps()
    {
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { MaxSteps = 7 }) { TrainDataset = Toy.Endless(), Callbacks = Toy.Quiet() };

        Assert.Equal(7, trainer.Train().GlobalStep);
    }

    [Fact]
    public void Without_max_steps_they_are_refused_with_what_to_set()
    {
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Endless(), Callbacks = Toy.Quiet() };

        Assert.Contains("Set max_steps", Assert.Throws<TrainingArgumentsException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_that_arrive_over_time_train_the_same_model()
    {
        Trainer Make(IEnumerable<Example> rows) => new(new ToyModel(), Toy.Args(_folder.Path) with { MaxSteps = 4 }) { TrainDataset = rows, Callbacks = Toy.Quiet() };
        Trainer arriving = Make(Toy.Arriving(16).ToBlockingEnumerable());
        Trainer inOrder = Make(Toy.Endless());

        _ = arriving.Train();
        _ = inOrder.Train();

        Assert.Equal(Toy.Weights(inOrder), Toy.Weights(arriving));
    }

    [Fact]
    public void GetTrainDataLoader_can_be_overridden_also_with_an_asynchronous_source()
    {
        ArrivingTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { MaxSteps = 3 }) { Callbacks = Toy.Quiet() };

        Assert.Equal(3, trainer.Train().GlobalStep);
        Assert.Equal([3, 3, 3], trainer.Sizes);
    }

    [Fact]
    public void GetEvalDataLoader_and_GetTestDataLoader_can_be_overridden()
    {
        HalvesTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { Callbacks = Toy.Quiet() };

        LogEntry metrics = trainer.Evaluate(Toy.Rows(8));
        PredictionOutput predictions = trainer.Predict(Toy.Rows(8));

        Assert.Equal(["evaluation", "test"], trainer.Asked);
        Assert.Equal(4, predictions.Predictions.Shape[0]);
        Assert.True(metrics.ContainsKey("eval_loss"));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class ReversingCollator : IDataCollator
    {
        public int Batches { get; private set; }

        public Batch Collate(IReadOnlyList<Example> examples)
        {
            Batches++;
            return new DefaultDataCollator().Collate([.. examples.Reverse()]);
        }
    }

    private sealed class ArrivingTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public List<int> Sizes { get; } = [];

        protected override DataLoader GetTrainDataLoader() => new(Toy.Arriving(20)) { BatchSize = 3, Generator = Generator };

        protected override float TrainingStep(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            Sizes.Add(inputs.Size);
            return base.TrainingStep(model, inputs, numItemsInBatch);
        }
    }

    private sealed class HalvesTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public List<string> Asked { get; } = [];

        protected override DataLoader GetEvalDataLoader(IEnumerable<Example> evalDataset) => Half(evalDataset, "evaluation");

        protected override DataLoader GetTestDataLoader(IEnumerable<Example> testDataset) => Half(testDataset, "test");

        private DataLoader Half(IEnumerable<Example> rows, string what)
        {
            Asked.Add(what);
            Example[] all = [.. rows];
            return new DataLoader(all[..(all.Length / 2)]) { BatchSize = 4 };
        }
    }
}
