namespace FineTune.Training;

/// <summary>A function that computes metrics failed on the few rows of a rehearsal; on all rows it may not.</summary>
internal sealed class MetricFailedException(Exception reason) : Exception(reason.Message, reason);
