namespace FineTune.Training;

/// <summary>Seeds are what every generator of the reference takes.</summary>
internal sealed class SeedsAreThirtyTwoBits : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        (string Name, long Value)[] seeds = [("seed", args.Seed), ("data_seed", args.DataSeed ?? 0)];
        foreach ((string name, long value) in seeds)
        {
            if (value is < 0 or > uint.MaxValue)
            {
                yield return $"{name} is {value}, but it must be between 0 and {uint.MaxValue}.";
            }
        }
    }
}
