namespace FineTune;

/// <summary>The words for a <see cref="SaveStrategy"/>.</summary>
internal enum SaveStrategyWord
{
    No,
    Steps,
    Epoch,
    Best,
}
