namespace FineTune.PublicApi.Tests.Extending;

/// <summary>A loss of one's own.</summary>
public sealed class LossTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ComputeLoss_can_be_overridden_to_weigh_the_classes()
    {
        WeighingTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };
        Trainer plain = Toy.Trainer(Toy.Args(_folder.Path));

        _ = trainer.Train();
        _ = plain.Train();

        Assert.Equal(4, trainer.Calls);
        Assert.NotEqual(Toy.Logged(plain, "loss")[0], Toy.Logged(trainer, "loss")[0], 3);
    }

    [Fact]
    public void ComputeLossFunc_gets_the_labels_of_the_whole_step()
    {
        List<long?> counts = [];
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { GradientAccumulationSteps = 3 })
        {
            TrainDataset = Toy.Rows(16),
            Callbacks = Toy.Quiet(),
            ComputeLossFunc = (outputs, labels, numItemsInBatch) =>
            {
                counts.Add(numItemsInBatch);
                return Functional.CrossEntropy(outputs.Logits!, (LongTensor)labels!, reduction: LossReduction.Sum) / numItemsInBatch!.Value;
            },
        };
        Trainer sameSplitAtOnce = Toy.Trainer(Toy.Args(_folder.Path) with { PerDeviceTrainBatchSize = 12 });

        _ = trainer.Train();
        _ = sameSplitAtOnce.Train();

        Assert.Equal([12, 12, 12, 4], counts);
        Assert.Equal(Toy.Logged(sameSplitAtOnce, "loss")[0], Toy.Logged(trainer, "loss")[0], 5);
    }

    [Fact]
    public void TrainingStep_can_be_overridden_to_step_twice_on_every_batch()
    {
        TwiceTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };
        Trainer once = Toy.Trainer(Toy.Args(_folder.Path));

        _ = trainer.Train();
        _ = once.Train();

        Assert.Equal(2 * Toy.Logged(once, "grad_norm")[0], Toy.Logged(trainer, "grad_norm")[0], 5);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class WeighingTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public int Calls { get; private set; }

        protected override (Tensor Loss, ModelOutput Outputs) ComputeLoss(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            Calls++;
            ModelOutput outputs = model.Forward(inputs);
            Tensor weight = Tensor.From([1f, 5f], new Shape(2));
            return (Functional.CrossEntropy(outputs.Logits!, (LongTensor)inputs.Labels!, weight), outputs);
        }
    }

    private sealed class TwiceTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected override float TrainingStep(TrainableModel model, Batch inputs, long? numItemsInBatch = null) =>
            base.TrainingStep(model, inputs, numItemsInBatch) + base.TrainingStep(model, inputs, numItemsInBatch);
    }
}
