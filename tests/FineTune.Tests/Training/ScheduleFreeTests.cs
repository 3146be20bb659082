using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training;

/// <summary>Schedule-free optimizers train other weights than those to evaluate and save.</summary>
public sealed class ScheduleFreeTests : IDisposable
{
    private readonly RunFolder _folder = new();

    [Theory]
    [InlineData(OptimizerNames.ScheduleFreeAdamw)]
    [InlineData(OptimizerNames.ScheduleFreeRadam)]
    [InlineData(OptimizerNames.ScheduleFreeSgd)]
    public void Checkpoints_and_saved_models_hold_the_weights_to_evaluate(OptimizerNames optimizer)
    {
        float[] trained = [];
        Trainer trainer = TinyTrainer.Make(
            TinyTrainer.Args(_folder) with { Optim = optimizer, SaveStrategy = SaveStrategy.Epoch, NumTrainEpochs = 2 },
            callbacks: [new AfterLastStep(context => trained = Weights(context.Model!))]);

        _ = trainer.Train();
        trainer.SaveModel();

        trainer.Optimizer!.Eval();
        float[] evaluated = Weights(trainer.Model);
        Assert.NotEqual(trained, evaluated);
        Assert.Equal(evaluated, Saved(_folder.File("model.safetensors")));
        Assert.Equal(evaluated, Saved(_folder.File("checkpoint-10", "model.safetensors")));
    }

    [Fact]
    public void The_best_model_is_not_mistaken_for_weights_in_training()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with
        {
            Optim = OptimizerNames.ScheduleFreeAdamw,
            EvalStrategy = IntervalStrategy.Epoch,
            SaveStrategy = SaveStrategy.Epoch,
            NumTrainEpochs = 2,
            LoadBestModelAtEnd = true,
        });

        _ = trainer.Train();
        double best = trainer.State.BestMetric!.Value;

        Assert.Equal(best, trainer.Evaluate()["eval_loss"]);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Weights(TrainableModel model) => [.. model.Parameters().SelectMany(parameter => parameter.ToArray())];

    private float[] Saved(string file)
    {
        TinyClassifier model = new();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder), model);
        FineTune.Training.WeightsArtefact.Load(model, Path.GetDirectoryName(file)!, trainer.Messages);
        return Weights(model);
    }

    private sealed class AfterLastStep(Action<TrainerContext> note) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => note(context);
    }
}
