namespace FineTune.Training;

/// <summary>Losses that cannot be combined are not asked for together.</summary>
internal sealed class LossesExclude : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.FocalLossGamma is not null && args.LabelSmoothingFactor != 0)
        {
            yield return "focal_loss_gamma and label_smoothing_factor are two losses. Leave one out.";
        }
    }
}
