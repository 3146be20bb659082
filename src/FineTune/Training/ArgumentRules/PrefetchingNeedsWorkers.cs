namespace FineTune.Training;

/// <summary>Only workers prefetch.</summary>
internal sealed class PrefetchingNeedsWorkers : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.DataloaderNumWorkers == 0 && args.DataloaderPrefetchFactor is not null)
        {
            yield return "dataloader_prefetch_factor is set, but there are no workers to prefetch. Set dataloader_num_workers to at least 1.";
        }
    }
}
