namespace FineTune;

/// <summary>How work is spread over devices and processes.</summary>
public enum ParallelMode
{
    /// <summary>Not at all: one process with all its threads.</summary>
    NotParallel,

    /// <summary>Over several processes, each with its share of the data.</summary>
    Distributed,
}
