namespace FineTune.Training;

/// <summary>The optimizer exists here.</summary>
internal sealed class OptimizerIsAvailable : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (!OptimizerFactory.IsAvailable(args.Optim))
        {
            yield return $"optim {EnumSpelling<OptimizerNames>.Of(args.Optim)} is not available here; choose one of " +
                $"{string.Join(", ", OptimizerFactory.Available.Select(EnumSpelling<OptimizerNames>.Of))}.";
        }
    }
}
