namespace FineTune.Training;

/// <summary>Batches, accumulation and the like count from one.</summary>
internal sealed class CountsArePositive : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        (string Name, double Value)[] counts =
        [
            ("per_device_train_batch_size", args.PerDeviceTrainBatchSize),
            ("per_device_eval_batch_size", args.PerDeviceEvalBatchSize),
            ("gradient_accumulation_steps", args.GradientAccumulationSteps),
            ("torch_empty_cache_steps", args.TorchEmptyCacheSteps ?? 1),
            ("eval_accumulation_steps", args.EvalAccumulationSteps ?? 1),
            ("ddp_bucket_cap_mb", args.DdpBucketCapMb ?? 1),
            ("ddp_timeout", args.DdpTimeout),
        ];
        foreach ((string name, double value) in counts)
        {
            if (value < 1)
            {
                yield return $"{name} is {value}, but it must be at least 1.";
            }
        }

        if (args.DataloaderNumWorkers < 0)
        {
            yield return $"dataloader_num_workers is {args.DataloaderNumWorkers}, but it must be at least 0; 0 loads batches in the training thread.";
        }
    }
}
