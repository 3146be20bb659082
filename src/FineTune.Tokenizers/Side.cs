namespace FineTune;

/// <summary>An end of a sequence: where padding is added or tokens are cut.</summary>
public enum Side
{
    /// <summary>The end of the sequence.</summary>
    Right,

    /// <summary>The beginning of the sequence.</summary>
    Left,
}
