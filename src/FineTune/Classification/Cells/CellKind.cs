namespace FineTune.Classification;

/// <summary>What a cell of a run's data is.</summary>
internal enum CellKind
{
    /// <summary>Nothing: an empty cell, JSON's null, Python's NaN, a null of a parquet file or a database.</summary>
    Missing,

    /// <summary>A text: whatever is none of the others. A word is a word, also <c>None</c>, <c>null</c> and <c>NA</c>.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Number,

    /// <summary>A truth value of a format that has such; of a file of texts the word <c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>A list of a format that has lists.</summary>
    List,

    /// <summary>An object, bytes, or something else that neither is a text nor has one.</summary>
    Other,
}
