namespace FineTune;

/// <summary>One step of a learning-rate range test.</summary>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="Loss">The training loss of the step, before the weights changed.</param>
/// <param name="SmoothedLoss">The running mean of the loss.</param>
public readonly record struct LrFindPoint(double LearningRate, double Loss, double SmoothedLoss);
