namespace FineTune.PublicApi.Tests.Extending;

/// <summary>An optimizer and a schedule of one's own.</summary>
public sealed class OptimizationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void CreateOptimizer_can_be_overridden()
    {
        SignTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { MaxSteps = 1 }) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };
        float before = trainer.Model.Parameters().Last().Span[0];

        _ = trainer.Train();

        Assert.IsType<SignDescent>(trainer.Optimizer);
        Assert.Equal(0.01f, Math.Abs(trainer.Model.Parameters().Last().Span[0] - before), 5);
    }

    [Fact]
    public void CreateScheduler_can_be_overridden()
    {
        HalvingTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };

        _ = trainer.Train();

        Assert.Equal([0.05, 0.025, 0.0125, 0.00625], Toy.Logged(trainer, "learning_rate"));
        Assert.Equal(4, trainer.NumTrainingSteps);
    }

    [Fact]
    public void An_optimizer_and_a_schedule_can_be_passed_in()
    {
        ToyModel model = new();
        Sgd optimizer = new([new ParameterGroup(model.Parameters())], new SgdOptions { Lr = 0.5 });
        Trainer trainer = new(model, Toy.Args(_folder.Path))
        {
            TrainDataset = Toy.Rows(16),
            Callbacks = Toy.Quiet(),
            Optimizers = (optimizer, new LambdaLr(optimizer, step => 1.0 / (1 + step))),
        };

        _ = trainer.Train();

        Assert.Same(optimizer, trainer.Optimizer);
        Assert.Equal([0.5, 0.25, 0.5 / 3, 0.125], Toy.Logged(trainer, "learning_rate"));
    }

    [Fact]
    public void OptimizerFactory_makes_an_optimizer_of_the_groups_that_decay_and_do_not()
    {
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { WeightDecay = 0.1 })
        {
            TrainDataset = Toy.Rows(16),
            Callbacks = Toy.Quiet(),
            OptimizerFactory = groups => new SignDescent(groups),
        };

        _ = trainer.Train();

        Assert.Equal([0.1, 0.0], trainer.GetOptimizerGroups().Select(group => group.WeightDecay));
        Assert.Equal(["embedding.weight", "classifier.weight"], trainer.GetOptimizerGroups()[0].ParameterNames);
    }

    [Fact]
    public void ModelInit_makes_a_model_anew_for_each_run_from_the_seed()
    {
        int made = 0;
        Trainer trainer = new(
            generator =>
            {
                made++;
                return new ToyModel(generator);
            },
            Toy.Args(_folder.Path))
        { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };

        _ = trainer.Train();
        float[] first = Toy.Weights(trainer);
        _ = trainer.Train();

        Assert.Equal(3, made);
        Assert.Equal(first, Toy.Weights(trainer));
    }

    [Fact]
    public void What_decays_can_be_decided_otherwise()
    {
        NothingDecays trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { WeightDecay = 0.1 }) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };

        _ = trainer.Train();

        Assert.Empty(trainer.GetOptimizerGroups()[0].Parameters);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Moves every weight by the learning rate, against the sign of its gradient.</summary>
    private sealed class SignDescent(IEnumerable<ParameterGroup> groups) : Optimizer(groups, [new("lr", 0.01), new("weight_decay", 0.0)])
    {
        public override void Step()
        {
            foreach (Parameter parameter in ParamGroups.SelectMany(group => group.Parameters).Where(parameter => parameter.Grad is not null))
            {
                for (int i = 0; i < parameter.Length; i++)
                {
                    parameter.Span[i] -= 0.01f * Math.Sign(parameter.Grad!.Span[i]);
                }
            }
        }
    }

    private sealed class SignTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected override Optimizer CreateOptimizer() => new SignDescent([new ParameterGroup(Model.NamedParameters())]);
    }

    private sealed class HalvingTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public int NumTrainingSteps { get; private set; }

        protected override LrScheduler CreateScheduler(int numTrainingSteps, Optimizer optimizer)
        {
            NumTrainingSteps = numTrainingSteps;
            return new LambdaLr(optimizer, step => Math.Pow(0.5, step));
        }
    }

    private sealed class NothingDecays(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public override IReadOnlySet<string> GetDecayParameterNames(TrainableModel model) => new HashSet<string>();
    }
}
