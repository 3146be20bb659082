namespace FineTune.Bench.SideBySide;

/// <summary>What is timed.</summary>
internal enum WorkKind
{
    Train,
    Evaluate,
    Tokenize,
    Sgemm,
}
