using System.Globalization;

namespace FineTune.Training;

/// <summary>
/// Finds the batch to train with after one that did not fit (<c>auto_find_batch_size</c>): halves it until a batch fits, then tries between
/// the one that fits and the one that does not, down to a difference of one example. To try is to take two optimizer steps on the longest
/// examples and to undo them, which no run needs more memory for.
/// </summary>
/// <remarks>
/// The environment variable <see cref="Variable"/> puts the reference's way in its place: a factor (<c>reference</c> is its 0.9), which each
/// attempt to train is smaller by. So is every attempt after a batch that was found did not last.
/// </remarks>
internal sealed class BatchSizeSearch(Trainer trainer, AttemptState start, CancellationToken cancellationToken)
{
    public const string Variable = "FINETUNE_AUTO_BATCH_FACTOR";
    private const double ReferenceFactor = 0.9;
    private readonly List<string> _tried = [];
    private readonly double? _factor = FactorOf(Environment.GetEnvironmentVariable(Variable));
    private bool _wasSearched;

    /// <summary>Gets the size to train with next, after one that did not fit; everything is as before the first attempt.</summary>
    /// <exception cref="InvalidOperationException">Not even one example fits.</exception>
    public int After(int failed, Exception cause)
    {
        int next;
        _tried.Clear();
        if (_factor is { } factor)
        {
            next = (int)(failed * factor);
        }
        else if (_wasSearched)
        {
            next = (int)(failed * ReferenceFactor);
        }
        else
        {
            _wasSearched = true;
            next = trainer.TrainDataset is IReadOnlyList<Example> rows ? Search(failed, rows) : failed / 2;
        }

        if (next == 0)
        {
            throw new InvalidOperationException(
                "There is not enough memory for a batch of one example. Shorten the texts (max_seq_length), or use a smaller model.", cause);
        }

        string tried = _tried.Count == 0 ? string.Empty : $" Tried: {string.Join(", ", _tried)}.";
        trainer.Messages.Warning(
            LogEvent.MemoryShort,
            $"Memory ran out with batches of {failed} examples.{tried} Training starts again, from its beginning, with batches of {next} (auto_find_batch_size).");
        return next;
    }

    /// <summary>Reads a factor; null for the search.</summary>
    internal static double? FactorOf(string? text) => text switch
    {
        null or "" => null,
        "reference" => ReferenceFactor,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && factor is > 0 and < 1 => factor,
        _ => throw new TrainingArgumentsException([$"{Variable} is {text}, but it must be a number between 0 and 1, or reference for the reference's {ReferenceFactor.ToString(CultureInfo.InvariantCulture)}."]),
    };

    private int Search(int failed, IReadOnlyList<Example> rows)
    {
        int fits = 0, tooLarge = Math.Min(failed, rows.Count);
        while (fits == 0 && tooLarge > 1)
        {
            Try(tooLarge / 2);
        }

        while (fits > 0 && tooLarge - fits > 1)
        {
            Try(fits + ((tooLarge - fits) / 2));
        }

        return fits;

        void Try(int size)
        {
            bool does = Fits(size);
            _tried.Add($"{size} {(does ? "fits" : "does not fit")}");
            (fits, tooLarge) = does ? (size, tooLarge) : (fits, size);
        }
    }

    private bool Fits(int size)
    {
        try
        {
            Rehearse(size);
            return true;
        }
        catch (Exception exception) when (MemoryShortage.IsCauseOf(exception))
        {
            return false;
        }
        finally
        {
            start.Restore();
        }
    }

    /// <summary>Two steps: in the second the optimizer has its state already.</summary>
    private void Rehearse(int size)
    {
        cancellationToken.ThrowIfCancellationRequested();
        trainer.TrainBatchSize = size;
        trainer.BeginAverage(null);
        trainer.CurrentGradientAccumulationSteps = 1;
        trainer.BeginOptimization(2);
        Parameter[] parameters = [.. trainer.Model.Parameters()];
        for (int step = 0; step < 2; step++)
        {
            foreach (Batch batch in trainer.LongestBatch(size))
            {
                trainer.RehearseStep(batch, trainer.Optimizer!, parameters);
            }
        }
    }
}
