namespace FineTune.Training;

/// <summary>The arguments the reference does not have make sense.</summary>
internal sealed class ExtrasAreInRange : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        foreach (string problem in args.ClassWeights?.Check() ?? [])
        {
            yield return problem;
        }

        if (args.FocalLossGamma is { } gamma && !(gamma >= 0 && double.IsFinite(gamma)))
        {
            yield return $"focal_loss_gamma is {PythonNumber.Repr(gamma)}, but it must be a number of at least 0; 2 is usual.";
        }

        if (args.LayerwiseLrDecay is { } decay && !(decay > 0 && decay <= 1))
        {
            yield return $"layerwise_lr_decay is {PythonNumber.Repr(decay)}, but it must be more than 0 and at most 1; 0.8 to 0.95 are usual.";
        }

        if (args.EmaDecay is { } keep && !(keep >= 0 && keep < 1))
        {
            yield return $"ema_decay is {PythonNumber.Repr(keep)}, but it must be at least 0 and below 1; 0.99 to 0.9999 are usual.";
        }

        if (args.EmaDecay is not null && EnumSpelling<OptimizerNames>.Of(args.Optim).StartsWith("schedule_free", StringComparison.Ordinal))
        {
            yield return $"ema_decay and optim {EnumSpelling<OptimizerNames>.Of(args.Optim)} both average the weights. Leave one out.";
        }

        foreach (string pattern in args.Freeze)
        {
            if (ParameterPattern.Problem(pattern) is { } problem)
            {
                yield return $"freeze has {pattern}, which is not a pattern: {problem}";
            }
        }
    }
}
