namespace FineTune;

/// <content>What is written where, and how long training lasts.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets the folder of the run: checkpoints, the model and the results. Default trainer_output.</summary>
    /// <remarks>A leading <c>~</c> is the home folder.</remarks>
    public string OutputDir { get; init; } = "trainer_output";

    /// <summary>Gets the number of examples in a training batch. Default 8.</summary>
    public int PerDeviceTrainBatchSize { get; init; } = 8;

    /// <summary>Gets how many times training goes through the data; a fraction ends within an epoch. Default 3.0.</summary>
    public double NumTrainEpochs { get; init; } = 3.0;

    /// <summary>
    /// Gets the number of optimizer steps, whatever the number of epochs; negative means that the epochs decide. Default -1.
    /// </summary>
    public int MaxSteps { get; init; } = -1;
}
