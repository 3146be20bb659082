namespace FineTune.Training;

/// <summary>Gradient accumulation is set in one place.</summary>
internal sealed class AccumulationIsSetOnce : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        object? steps = args.AcceleratorConfig.GradientAccumulationKwargs?.GetValueOrDefault("num_steps");
        if (steps is not null and not int and not long)
        {
            yield return $"accelerator_config's gradient_accumulation_kwargs has num_steps {steps}; a whole number is expected. " +
                "Better set gradient_accumulation_steps.";
        }
    }
}
