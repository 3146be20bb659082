namespace FineTune.Training;

/// <summary>What cannot work here is not asked for.</summary>
internal sealed class RefusedArgumentsAreUnset : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            if (argument.Refusal(argument.Read(args)) is { } refusal)
            {
                yield return refusal + " Leave it out.";
            }
        }
    }
}
