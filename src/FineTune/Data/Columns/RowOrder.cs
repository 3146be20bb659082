namespace FineTune.Data;

/// <summary>Compares rows by one column.</summary>
internal static class RowOrder
{
    public static IComparer<int> By(StoredColumn column, bool reverse)
    {
        Comparison<int> compare = column.Data switch
        {
            PrimitiveData<long> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            PrimitiveData<double> data => (left, right) => CompareNumbers(data.Values[left], data.Values[right]),
            PrimitiveData<bool> data => (left, right) => data.Values[left].CompareTo(data.Values[right]),
            ReferenceData<string> data => (left, right) => CodePointOrder.Instance.Compare(data.Values[left], data.Values[right]),
            _ when column.Feature == Value.Null => (_, _) => 0,
            _ => throw DataError.CannotSort(column.Name, column.Feature),
        };
        return Comparer<int>.Create((left, right) => CompareWithNulls(column.Data, compare, left, right, reverse));
    }

    private static int CompareWithNulls(ColumnData data, Comparison<int> compare, int left, int right, bool reverse)
    {
        (bool leftNull, bool rightNull) = (data.IsNull(left), data.IsNull(right));
        if (leftNull || rightNull)
        {
            return leftNull.CompareTo(rightNull);
        }

        return reverse ? compare(right, left) : compare(left, right);
    }

    /// <summary>Not-a-number comes after every number.</summary>
    private static int CompareNumbers(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.IsNaN(left).CompareTo(double.IsNaN(right)) : left.CompareTo(right);
}
