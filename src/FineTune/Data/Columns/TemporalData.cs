namespace FineTune.Data;

/// <summary>Dates, times and durations as the whole numbers files hold, so that none loses precision; rows give .NET's types.</summary>
internal sealed class TemporalData(PrimitiveData<long> numbers, Feature feature) : ColumnData
{
    private readonly TemporalUnit _unit = TemporalUnit.Of(feature)!.Value;

    public override int Count => numbers.Count;

    public override Feature Feature => feature;

    public override bool HasNulls => numbers.HasNulls;

    public PrimitiveData<long> Numbers => numbers;

    public override object? Get(int row) => numbers.IsNull(row) ? null : _unit.Box(numbers.Values[row]);

    public override bool IsNull(int row) => numbers.IsNull(row);

    public override ColumnData Take(ReadOnlySpan<int> rows) => new TemporalData((PrimitiveData<long>)numbers.Take(rows), feature);

    public override ColumnData Join(ReadOnlySpan<ColumnData> parts)
    {
        ColumnData[] all = new ColumnData[parts.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = ((TemporalData)parts[i]).Numbers;
        }

        return new TemporalData((PrimitiveData<long>)numbers.Join(all), feature);
    }

    public override ColumnData Blank(int count, ColumnData? source = null) =>
        new TemporalData((PrimitiveData<long>)numbers.Blank(count, source), feature);
}
