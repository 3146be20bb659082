namespace FineTune;

/// <summary>When a checkpoint is saved. In JSON and on the command line: no, steps, epoch, best.</summary>
/// <remarks>An <see cref="IntervalStrategy"/> will do as well: <c>SaveStrategy = IntervalStrategy.Epoch</c>.</remarks>
public readonly record struct SaveStrategy
{
    private SaveStrategy(SaveStrategyWord word) => Word = word;

    /// <summary>Gets never.</summary>
    public static SaveStrategy No { get; } = new(SaveStrategyWord.No);

    /// <summary>Gets after every so many optimizer steps, and at the last one.</summary>
    public static SaveStrategy Steps { get; } = new(SaveStrategyWord.Steps);

    /// <summary>Gets at the end of each epoch.</summary>
    public static SaveStrategy Epoch { get; } = new(SaveStrategyWord.Epoch);

    /// <summary>Gets after each evaluation that is better than all before.</summary>
    public static SaveStrategy Best { get; } = new(SaveStrategyWord.Best);

    internal SaveStrategyWord Word { get; }

    /// <summary>Takes the strategy of the same name.</summary>
    public static implicit operator SaveStrategy(IntervalStrategy strategy) => strategy switch
    {
        IntervalStrategy.Steps => Steps,
        IntervalStrategy.Epoch => Epoch,
        _ => No,
    };

    /// <summary>Gets the reference's word.</summary>
    public override string ToString() => Training.EnumSpelling<SaveStrategyWord>.Of(Word);

    internal static SaveStrategy Of(SaveStrategyWord word) => new(word);
}
