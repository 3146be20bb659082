namespace FineTune.Training;

/// <summary>One number format at a time.</summary>
internal sealed class PrecisionsExclude : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.Fp16 && args.Bf16)
        {
            yield return "fp16 and bf16 are both set. Keep one.";
        }

        if (args.Fp16FullEval && args.Bf16FullEval)
        {
            yield return "fp16_full_eval and bf16_full_eval are both set. Keep one.";
        }
    }
}
