namespace FineTune;

/// <summary>
/// The <c>padding</c> argument: a <see cref="PaddingStrategy"/>, or <c>true</c> for <see cref="PaddingStrategy.Longest"/> and
/// <c>false</c> for none.
/// </summary>
public readonly record struct Padding
{
    private Padding(PaddingStrategy strategy, bool fromTrue) => (Strategy, IsTrue) = (strategy, fromTrue);

    /// <summary>Gets the strategy. Default <see cref="PaddingStrategy.DoNotPad"/>.</summary>
    public PaddingStrategy Strategy { get; }

    internal bool IsTrue { get; }

    /// <summary>Takes a strategy.</summary>
    public static implicit operator Padding(PaddingStrategy strategy) => new(strategy, fromTrue: false);

    /// <summary>Takes <c>true</c> as <see cref="PaddingStrategy.Longest"/>, <c>false</c> as <see cref="PaddingStrategy.DoNotPad"/>.</summary>
    public static implicit operator Padding(bool pad) => new(pad ? PaddingStrategy.Longest : PaddingStrategy.DoNotPad, pad);
}
