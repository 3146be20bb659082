namespace FineTune;

/// <summary>How a CSV or TSV file is read. The defaults are those of the reference's <c>load_dataset("csv")</c>.</summary>
public sealed record CsvOptions
{
    /// <summary>Gets what stands between two values. Default <c>","</c>; a tab in a TSV file.</summary>
    public string? Sep { get; init; }

    /// <summary>Gets the names of the columns of a file that has no header line. Default null: the first line holds them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>
    /// Gets whether a value may stand in double quotes, and then hold separators, line ends and doubled quotes (RFC 4180). Default true;
    /// false in a TSV file, where a quote is a character like any other.
    /// </summary>
    public bool? Quoting { get; init; }

    /// <summary>Gets how many lines to pass over before the header. Default 0.</summary>
    public int? SkipRows { get; init; }

    /// <summary>
    /// Gets whether the usual marks of a missing value (an empty one, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>, <c>None</c>, ...)
    /// become null. Default true. A text column in which such a word is meant wants false.
    /// </summary>
    public bool? KeepDefaultNa { get; init; }

    /// <summary>Gets further texts that become null. Default none.</summary>
    public IReadOnlyList<string>? NaValues { get; init; }

    /// <summary>
    /// Gets what some columns hold, by name: a <see cref="Value"/> or a <see cref="ClassLabel"/>. Default none: found out from the values
    /// of the whole file (whole numbers, else numbers with a fraction, else truth values, else texts).
    /// </summary>
    public IReadOnlyDictionary<string, Feature>? Features { get; init; }

    /// <summary>
    /// Gets what every column holds that <see cref="Features"/> does not name; <see cref="Value.String"/> keeps all values as texts.
    /// Default null: found out.
    /// </summary>
    public Feature? Dtype { get; init; }
}
