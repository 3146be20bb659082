namespace FineTune.Training;

/// <summary>Everything a few steps of training would change, to put it back afterwards: weights, random numbers, a given optimizer, settings.</summary>
internal sealed class TrainingSnapshot
{
    private readonly Trainer _trainer;
    private readonly (Parameter Parameter, float[] Values)[] _weights;
    private readonly byte[] _random;
    private readonly IReadOnlyDictionary<string, object?>? _optimizer;
    private readonly PretrainedConfig? _config;
    private readonly bool _isTraining;
    private readonly double? _noise;
    private readonly (int BatchSize, int Accumulation, double? Weight) _step;

    public TrainingSnapshot(Trainer trainer)
    {
        _trainer = trainer;
        _weights = [.. trainer.Model.Parameters().Select(parameter => (parameter, parameter.ToArray()))];
        _random = trainer.Generator.GetState();
        _optimizer = TensorCopy.Of(trainer.Optimizers.Optimizer?.StateDict());
        _config = (trainer.Model as PreTrainedModel)?.Config;
        _isTraining = trainer.Model.Training;
        _noise = trainer.Model.NeftuneNoiseAlpha;
        _step = (trainer.TrainBatchSize, trainer.CurrentGradientAccumulationSteps, trainer.WeightOfStep);
    }

    public void Restore()
    {
        foreach ((Parameter parameter, float[] values) in _weights)
        {
            values.CopyTo(parameter.Span);
        }

        if (_optimizer is not null)
        {
            _trainer.Optimizers.Optimizer!.LoadStateDict(_optimizer);
        }

        if (_config is not null)
        {
            ((PreTrainedModel)_trainer.Model).Config = _config;
        }

        _trainer.Model.ZeroGrad();
        _trainer.Model.NeftuneNoiseAlpha = _noise;
        _trainer.Model.Train(_isTraining);
        _trainer.Generator.SetState(_random);
        (_trainer.TrainBatchSize, _trainer.CurrentGradientAccumulationSteps, _trainer.WeightOfStep) = _step;
    }
}
