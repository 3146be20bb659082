namespace FineTune;

/// <summary>What becomes a row of a file of plain text.</summary>
public enum SampleBy
{
    /// <summary>Every line.</summary>
    Line,

    /// <summary>The lines between two empty lines.</summary>
    Paragraph,

    /// <summary>The whole file.</summary>
    Document,
}
