using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Lets a function make the rows that are shown, each time one is asked for: for what shall be different every time, or takes too much
    /// memory to keep. The reference's <c>with_transform</c>; <see cref="ResetFormat"/> ends it.
    /// </summary>
    /// <param name="transform">
    /// Gets one row as a data set (as <see cref="MapBatched(Func{Dataset, IReadOnlyDictionary{string, object}}, int, bool, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    /// does, so that the same function fits) and returns lists of one value by column name. It may run on several threads at a time.
    /// </param>
    /// <param name="columns">The columns the function gets to see. Default null: all.</param>
    /// <param name="outputAllColumns">Whether the columns it does not see are shown as they are. Default false.</param>
    /// <remarks>Columns (<c>dataset["text"]</c>) and files written stay as the data set holds them.</remarks>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Dataset WithTransform(
        Func<Dataset, IReadOnlyDictionary<string, object?>> transform, IReadOnlyList<string>? columns = null, bool outputAllColumns = false)
    {
        ArgumentNullException.ThrowIfNull(transform);
        RequireAll(columns);
        return new Dataset(_columns, NumRows, _rows, _origin) { Transform = new RowTransform(transform, columns, outputAllColumns), FirstRow = FirstRow };
    }

    /// <summary>Gets what makes the rows that are shown; null where they are shown as they are.</summary>
    internal RowTransform? Transform { get; init; }

    /// <summary>Copies all rows: lists of values by column name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<object?>> ToDict()
    {
        OrderedDictionary<string, IReadOnlyList<object?>> columns = new(StringComparer.Ordinal);
        foreach (string name in _visibleNames.All)
        {
            columns.Add(name, [.. this[name]]);
        }

        return columns;
    }

    /// <summary>Copies all rows.</summary>
    public IReadOnlyList<Example> ToList() => [.. this];
}
