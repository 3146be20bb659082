namespace FineTune.Data;

/// <summary>Lets a column that replaces another hold what that held, where its values fit: a class stays a class, int32 stays int32.</summary>
internal static class KeptFeature
{
    /// <summary>Gets the new column as the old one's feature; as it was made where a value does not fit.</summary>
    /// <param name="made">The new column, with the feature its values suggest.</param>
    /// <param name="old">What the column of this name held.</param>
    /// <param name="describe">Names a row in an error.</param>
    /// <exception cref="ArgumentException">A value names no class of a column of classes.</exception>
    public static StoredColumn Of(StoredColumn made, Feature old, Func<int, string> describe)
    {
        try
        {
            return new StoredColumn(made.Name, old, ColumnCast.To(made, old, describe, writesText: false));
        }
        catch (ArgumentException) when (!NamesClasses(made.Feature, old) && !IsWhole(made, old))
        {
            return made;
        }
    }

    /// <summary>As in the reference numbers and texts in a column of classes are classes, and a wrong one is a mistake, not another type.</summary>
    private static bool NamesClasses(Feature made, Feature old) => (made, old) switch
    {
        (Sequence lists, Sequence oldLists) => NamesClasses(lists.Of, oldLists.Of),
        (Value value, ClassLabel) => value == Value.Int64 || value == Value.Int32 || value == Value.Bool || value == Value.String,
        _ => false,
    };

    private static bool IsWhole(StoredColumn made, Feature old) =>
        old is ClassLabel && made.Data is PrimitiveData<double> numbers && Array.TrueForAll(numbers.Values, number => number == Math.Floor(number));
}
