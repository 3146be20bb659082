namespace FineTune.Data;

/// <summary>
/// Adds values to examples: some columns are left out, those of the same name replaced in place, new ones come last. Examples mostly have
/// the columns of the one before, so the plan of that is kept.
/// </summary>
internal sealed class RowMerge(IReadOnlyList<string>? removeColumns)
{
    private Plan? _last;

    public Example Of(Example example, IReadOnlyDictionary<string, object?> values)
    {
        Plan? plan = _last;
        if (plan is null || !plan.Fits(example, values))
        {
            _last = plan = Plan.Of(example.Names.All, [.. values.Keys], removeColumns ?? []);
        }

        return plan.Merge(example, values);
    }

    private sealed class Plan(string[] given, string[] added, ColumnNames names, int[] places)
    {
        public static Plan Of(string[] given, string[] added, IReadOnlyList<string> removed)
        {
            string[] names = [.. given.Except(removed, StringComparer.Ordinal).Union(added, StringComparer.Ordinal)];
            return new Plan(given, added, new ColumnNames(names), Array.ConvertAll(names, name => added.Contains(name) ? -1 : Array.IndexOf(given, name)));
        }

        public bool Fits(Example example, IReadOnlyDictionary<string, object?> values) =>
            given.AsSpan().SequenceEqual(example.Names.All) && added.Length == values.Count && added.SequenceEqual(values.Keys, StringComparer.Ordinal);

        public Example Merge(Example example, IReadOnlyDictionary<string, object?> values)
        {
            object?[] merged = new object?[places.Length];
            for (int i = 0; i < merged.Length; i++)
            {
                merged[i] = places[i] < 0 ? values[names.All[i]] : example.Row[places[i]];
            }

            return example.With(names, merged);
        }
    }
}
