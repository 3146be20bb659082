namespace FineTune.Data;

/// <summary>Chooses and renames the columns of examples; the plan for the columns of the example before is kept.</summary>
/// <param name="choose">Gets an example's columns and returns, in the new order, the old and the new name of each that stays.</param>
internal sealed class RowColumns(Func<string[], IEnumerable<(string Old, string New)>> choose)
{
    private Plan? _last;

    public static RowColumns Select(IReadOnlyList<string> names) => new(_ => names.Select(name => (name, name)));

    public static RowColumns Remove(IReadOnlyList<string> names) =>
        new(given => given.Except(names, StringComparer.Ordinal).Select(name => (name, name)));

    /// <summary>Renamed columns come last, as the reference streams them.</summary>
    public static RowColumns Rename(IReadOnlyDictionary<string, string> mapping) => new(given =>
        [.. given.Where(name => !mapping.ContainsKey(name)).Select(name => (name, name)), .. mapping.Select(pair => (pair.Key, pair.Value))]);

    public Example Of(Example example)
    {
        Plan? plan = _last;
        if (plan is null || !plan.Given.AsSpan().SequenceEqual(example.Names.All))
        {
            (string Old, string New)[] chosen = [.. choose(example.Names.All)];
            _last = plan = new Plan(
                example.Names.All,
                new ColumnNames(Array.ConvertAll(chosen, pair => pair.New)),
                Array.ConvertAll(chosen, pair => example.Names.Require(pair.Old)));
        }

        return example.With(plan.Names, Array.ConvertAll(plan.Places, place => example.Row[place]));
    }

    private sealed record Plan(string[] Given, ColumnNames Names, int[] Places);
}
