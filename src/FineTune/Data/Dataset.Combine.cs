using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Adds a row at the end; columns it lacks are null there, and columns it brings are null in the other rows.</summary>
    /// <param name="item">The row's values by column name.</param>
    /// <exception cref="ArgumentException">A value is not of its column's kind, or cannot be stored.</exception>
    public Dataset AddItem(IReadOnlyDictionary<string, object?> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Dataset row = FromList([item], Features);
        foreach ((string name, Feature feature) in Features)
        {
            bool converts = row._names.IndexOf(name) >= 0 && !AlignedFeatures.IsNull(feature) && !AlignedFeatures.IsNull(row.Features[name]);
            row = converts ? row.CastColumn(name, feature) : row;
        }

        return Concatenation.Of([this, row], byColumns: false);
    }

    /// <summary>Gives the rows several times, one after the other.</summary>
    /// <param name="numTimes">How often; 0 for no rows.</param>
    public Dataset Repeat(int numTimes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numTimes);
        return Select(Enumerable.Repeat(Enumerable.Range(0, NumRows), numTimes).SelectMany(rows => rows));
    }

    /// <summary>Makes one row of several: each column then holds lists.</summary>
    /// <param name="batchSize">How many; the last may be of fewer.</param>
    /// <param name="dropLastBatch">Whether to leave out a last row of fewer. Default false.</param>
    public Dataset Batch(int batchSize, bool dropLastBatch = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        int count = dropLastBatch ? NumRows / batchSize : (int)Math.Ceiling(NumRows / (double)batchSize);
        Dataset[] batches = [.. Enumerable.Range(0, count).Select(i => Slice(i * batchSize, Math.Min(batchSize, NumRows - (i * batchSize))))];
        StoredColumn[] columns = Array.ConvertAll(
            _columns,
            column => RowLists.Column(column.Name, column.Feature, Array.ConvertAll(batches, batch => (IEnumerable<object?>)batch[column.Name])));
        return new Dataset(columns, count, visible: VisibleOrNull);
    }

    /// <summary>
    /// Makes a column of each key of columns that hold objects, named <c>column.key</c>, until there are no objects left (up to 16 deep).
    /// </summary>
    public Dataset Flatten()
    {
        Dataset flat = this;
        for (int depth = 0; depth < 16 && Array.Exists(flat._columns, FlatColumn.IsObject); depth++)
        {
            StoredColumn[] columns = [.. flat.GatheredColumns().SelectMany(FlatColumn.Of)];
            flat = new Dataset(columns, NumRows, rows: null, GatheredOrigin());
        }

        return flat;
    }

    /// <summary>
    /// Copies the rows that were selected, shuffled or sorted into memory of their own, so that they are read in order and what is not
    /// among them can be released.
    /// </summary>
    public Dataset FlattenIndices() =>
        _rows is null ? this : new Dataset(GatheredColumns(), NumRows, rows: null, GatheredOrigin(), VisibleOrNull) { Transform = Transform };

    /// <summary>Converts all columns: see <see cref="CastColumn"/>.</summary>
    /// <param name="features">What each column shall hold, of exactly the columns there are.</param>
    /// <exception cref="ArgumentException">The columns are others, or a value cannot be converted; the message names row, value and fix.</exception>
    public Dataset Cast(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!_names.All.Order(StringComparer.Ordinal).SequenceEqual(features.Keys.Order(StringComparer.Ordinal)))
        {
            throw DataError.OtherColumns(_names.All, [.. features.Keys]);
        }

        return features.Aggregate(this, (dataset, pair) => dataset.CastColumn(pair.Key, pair.Value)).SelectColumns([.. features.Keys]);
    }

    /// <summary>
    /// Renumbers a <see cref="ClassLabel"/> column so that its classes have the numbers of a model, which may write their names with other
    /// capitals.
    /// </summary>
    /// <param name="label2Id">The model's number of each class: its configuration's <c>Label2Id</c>.</param>
    /// <param name="labelColumn">The column; -1, which stands for a missing label, and null stay as they are.</param>
    /// <exception cref="ArgumentException">The column is no <see cref="ClassLabel"/>, or has a class that the model does not know.</exception>
    public Dataset AlignLabelsWithMapping(IReadOnlyDictionary<string, int> label2Id, string labelColumn)
    {
        ArgumentNullException.ThrowIfNull(label2Id);
        return Replaced(AlignedClasses.Of(Gathered(Stored(labelColumn)), label2Id));
    }

    /// <summary>The same rows with one column replaced.</summary>
    private Dataset Replaced(StoredColumn column) => new(
        Array.ConvertAll(_columns, other => other.Name == column.Name ? column : Gathered(other)), NumRows, rows: null, GatheredOrigin(), VisibleOrNull)
    {
        Transform = Transform,
    };
}
