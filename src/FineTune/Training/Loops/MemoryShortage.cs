namespace FineTune.Training;

/// <summary>What is said when memory runs out, and how it is told from other failures.</summary>
internal static class MemoryShortage
{
    private const string Evaluation = "FineTune.Evaluation";

    /// <summary>Gets whether a failure comes of memory that ran out, on whatever thread.</summary>
    public static bool IsCauseOf(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutOfMemoryException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets whether memory ran out in an evaluation, which smaller batches of training do not help.</summary>
    public static bool IsOfEvaluation(Exception exception) => exception.Data.Contains(Evaluation);

    /// <summary>Makes the error of a training step.</summary>
    public static OutOfMemoryException InTraining(Trainer trainer, Exception exception) => new(
        $"Memory ran out at step {trainer.State.GlobalStep + 1}, with batches of {trainer.TrainBatchSize} examples. Pass --auto_find_batch_size true (AutoFindBatchSize) to have "
        + "the largest batch found that fits, or a smaller --per_device_train_batch_size, with --gradient_accumulation_steps to keep the step's size; --gradient_checkpointing true and "
        + "a shorter --max_seq_length need less memory too.",
        exception);

    /// <summary>Makes the error of an evaluation or prediction.</summary>
    public static OutOfMemoryException InEvaluation(TrainingArguments args, Exception exception)
    {
        OutOfMemoryException advised = new(
            $"Memory ran out in an evaluation, with batches of {args.EvalBatchSize} examples. Pass a smaller --per_device_eval_batch_size (auto_find_batch_size is about training), "
            + "or --eval_accumulation_steps where the scores of all rows take the memory.",
            exception);
        advised.Data[Evaluation] = true;
        return advised;
    }
}
