namespace FineTune;

/// <summary>
/// One number, truth value, text, point in time or the like a row. For names of classes stored as numbers use <see cref="ClassLabel"/>.
/// </summary>
/// <remarks>
/// What a row gives: whole numbers of any size <see cref="long"/>, numbers with a fraction <see cref="double"/>, <c>decimal128</c>
/// <see cref="decimal"/>, <c>date32</c> and <c>date64</c> <see cref="DateOnly"/>, <c>time32</c> and <c>time64</c> <see cref="TimeOnly"/>,
/// <c>timestamp</c> <see cref="DateTime"/> or, with a time zone, <see cref="DateTimeOffset"/>, <c>duration</c> <see cref="TimeSpan"/>,
/// <c>binary</c> an array of bytes.
/// </remarks>
/// <param name="Dtype">
/// The reference's name of the type: <c>int64</c>, <c>float64</c>, <c>bool</c>, <c>string</c>, <c>timestamp[us]</c>, ...
/// </param>
public sealed record Value(string Dtype) : Feature
{
    /// <summary>Gets whole numbers, read as <see cref="long"/>.</summary>
    public static Value Int64 { get; } = new("int64");

    /// <summary>Gets numbers with a fraction, read as <see cref="double"/>.</summary>
    public static Value Float64 { get; } = new("float64");

    /// <summary>Gets truth values, read as <see cref="bool"/>.</summary>
    public static Value Bool { get; } = new("bool");

    /// <summary>Gets texts, read as <see cref="string"/>.</summary>
    public static Value String { get; } = new("string");

    /// <summary>Gets 32-bit whole numbers; they occur inside a <see cref="Sequence"/>, such as token ids.</summary>
    public static Value Int32 { get; } = new("int32");

    /// <summary>Gets 32-bit numbers with a fraction; they occur inside a <see cref="Sequence"/>.</summary>
    public static Value Float32 { get; } = new("float32");

    /// <summary>Gets a column that holds nothing but nulls.</summary>
    public static Value Null { get; } = new("null");

    /// <summary>Gets objects with keys of their own, read as <c>IReadOnlyDictionary&lt;string, object?&gt;</c>.</summary>
    public static Value Struct { get; } = new("struct");

    /// <inheritdoc/>
    public override string ToString() => Dtype;
}
