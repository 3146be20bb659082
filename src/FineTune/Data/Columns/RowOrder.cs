namespace FineTune.Data;

/// <summary>Compares rows by one column.</summary>
internal static class RowOrder
{
    public static IComparer<int> By(StoredColumn column, bool reverse)
    {
        Comparison<int> compare = column.Data switch
        {
            PrimitiveData<long> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            PrimitiveData<double> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            PrimitiveData<bool> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            PrimitiveData<ulong> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            PrimitiveData<decimal> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            TemporalData { Numbers: var data } => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            ReferenceData<byte[]> data => (left, right) => data.Values[left].AsSpan().SequenceCompareTo(data.Values[right]),
            ReferenceData<string> data => (left, right) => CodePointOrder.Instance.Compare(data.Values[left], data.Values[right]),
            _ when column.Feature == Value.Null => (_, _) => 0,
            _ => throw DataError.CannotSort(column.Name, column.Feature),
        };
        return Comparer<int>.Create((left, right) =>
        {
            (int leftPlace, int rightPlace) = (PlaceOf(column.Data, left), PlaceOf(column.Data, right));
            return leftPlace + rightPlace > 0 ? leftPlace.CompareTo(rightPlace) : reverse ? compare(right, left) : compare(left, right);
        });
    }

    /// <summary>In either direction not-a-number comes after every number, and nulls come last.</summary>
    private static int PlaceOf(ColumnData data, int row) =>
        data.IsNull(row) ? 2 : data is PrimitiveData<double> numbers && double.IsNaN(numbers.Values[row]) ? 1 : 0;
}
