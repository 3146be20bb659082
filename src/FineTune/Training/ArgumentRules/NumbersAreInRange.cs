namespace FineTune.Training;

/// <summary>Rates, decays and shares are numbers that make sense.</summary>
internal sealed class NumbersAreInRange : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        (string Name, double Value, double Least, double Below)[] ranges =
        [
            ("learning_rate", args.LearningRate, 0, double.PositiveInfinity),
            ("num_train_epochs", args.NumTrainEpochs, 0, double.PositiveInfinity),
            ("warmup_steps", args.WarmupSteps, 0, int.MaxValue),
            ("weight_decay", args.WeightDecay, 0, double.PositiveInfinity),
            ("adam_beta1", args.AdamBeta1, 0, 1),
            ("adam_beta2", args.AdamBeta2, 0, 1),
            ("adam_epsilon", args.AdamEpsilon, 0, double.PositiveInfinity),
            ("label_smoothing_factor", args.LabelSmoothingFactor, 0, 1),
            ("logging_steps", args.LoggingSteps, 0, int.MaxValue),
            ("eval_steps", args.EvalSteps ?? 0, 0, int.MaxValue),
            ("save_steps", args.SaveSteps, 0, int.MaxValue),
            ("neftune_noise_alpha", args.NeftuneNoiseAlpha ?? 0, 0, double.PositiveInfinity),
            ("max_time", args.MaxTime ?? 0, 0, double.PositiveInfinity),
        ];
        foreach ((string name, double value, double least, double below) in ranges)
        {
            if (!(value >= least && value < below))
            {
                string top = double.IsInfinity(below) ? "finite" : $"below {PythonNumber.General(below, 10)}";
                yield return $"{name} is {PythonNumber.Repr(value)}, but it must be at least {least} and {top}.";
            }
        }

        if (double.IsNaN(args.MaxGradNorm))
        {
            yield return "max_grad_norm is nan; write 0 to turn clipping off.";
        }
    }
}
