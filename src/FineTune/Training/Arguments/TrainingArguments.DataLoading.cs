namespace FineTune;

/// <content>How batches are made.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether a last batch that is not full is left out. Default false.</summary>
    public bool DataloaderDropLast { get; init; }

    /// <summary>Gets how many workers prepare batches in advance. Default 0.</summary>
    public int DataloaderNumWorkers { get; init; }

    /// <summary>Gets whether batches lie in memory that a GPU can read directly. Default true.</summary>
    /// <remarks>Accepted with any value and without effect: there is no GPU here.</remarks>
    public bool DataloaderPinMemory { get; init; } = true;

    /// <summary>Gets whether workers live on between epochs. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: starting a worker costs nothing here.</remarks>
    public bool DataloaderPersistentWorkers { get; init; }

    /// <summary>Gets how many batches each worker keeps ready. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: a worker keeps as many ready as it needs.</remarks>
    public int? DataloaderPrefetchFactor { get; init; }

    /// <summary>Gets how worker processes are started. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: workers are threads.</remarks>
    public string? DataloaderMultiprocessingContext { get; init; }

    /// <summary>Gets whether batches arrive in order. Default true.</summary>
    /// <remarks>Accepted with any value and without effect: they always do.</remarks>
    public bool DataloaderInOrder { get; init; } = true;

    /// <summary>Gets whether columns that the model does not take are left out. Default true.</summary>
    public bool RemoveUnusedColumns { get; init; } = true;

    /// <summary>Gets the names of the labels in a batch; null means what the model takes. Default null.</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>Gets the order of the training examples. Default <see cref="TrainSamplingStrategy.Random"/>.</summary>
    public TrainSamplingStrategy TrainSamplingStrategy { get; init; } = TrainSamplingStrategy.Random;

    /// <summary>Gets the column that holds the lengths to group by. Default length.</summary>
    public string LengthColumnName { get; init; } = "length";
}
