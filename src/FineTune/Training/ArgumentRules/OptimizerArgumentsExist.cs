namespace FineTune.Training;

/// <summary>optim_args names settings that the optimizer has.</summary>
internal sealed class OptimizerArgumentsExist : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        return OptimizerFactory.IsAvailable(args.Optim) ? OptimizerFactory.CheckArguments(args.Optim, args.OptimArgs) : [];
    }
}
