namespace FineTune;

/// <summary>What <c>Trainer.Train</c> returns.</summary>
/// <param name="GlobalStep">How many optimizer steps the run has done, those before it was resumed included.</param>
/// <param name="TrainingLoss">The mean training loss of these steps.</param>
/// <param name="Metrics">Run time, speed, operations and loss, as they are logged at the end.</param>
public sealed record TrainOutput(int GlobalStep, double TrainingLoss, LogEntry Metrics);
