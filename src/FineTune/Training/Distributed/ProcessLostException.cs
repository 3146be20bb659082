namespace FineTune.Training;

/// <summary>Another process of the job is gone, silent or doing something else; the message names it.</summary>
internal sealed class ProcessLostException(string message) : Exception(message);
