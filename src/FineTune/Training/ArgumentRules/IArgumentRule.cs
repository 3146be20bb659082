namespace FineTune.Training;

/// <summary>One thing that must hold between arguments.</summary>
internal interface IArgumentRule
{
    /// <summary>Gets what is wrong and what to write instead, one message a problem; none when the rule holds.</summary>
    /// <param name="args">The arguments, with everything derived filled in.</param>
    IEnumerable<string> Check(TrainingArguments args);
}
