namespace FineTune.Training;

/// <summary>The optimizer exists here, and <c>optim_args</c> names settings that it has.</summary>
internal sealed class OptimizerIsAvailable : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args) => Optimizers.Problems(EnumSpelling<OptimizerNames>.Of(args.Optim), args.OptimArgs);
}
