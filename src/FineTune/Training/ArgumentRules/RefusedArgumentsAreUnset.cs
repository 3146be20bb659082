namespace FineTune.Training;

/// <summary>What cannot work here is not asked for.</summary>
internal sealed class RefusedArgumentsAreUnset : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            if (argument.Support == ArgumentSupport.Refused && argument.IsSet(args))
            {
                yield return $"{argument.Name} cannot be used: {argument.Reason}. Leave it out.";
            }
        }
    }
}
