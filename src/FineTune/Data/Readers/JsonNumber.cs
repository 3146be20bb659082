namespace FineTune.Data;

/// <summary>A number of a JSON file in its own characters.</summary>
/// <param name="Text">The characters: <c>1.0</c> is not <c>1</c>.</param>
internal sealed record JsonNumber(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
