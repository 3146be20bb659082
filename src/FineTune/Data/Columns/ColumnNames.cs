namespace FineTune.Data;

/// <summary>The names of a row's columns, shared by all rows of a data set, and the place of each.</summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, int> _places;

    public ColumnNames(string[] names)
    {
        All = names;
        _places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (!_places.TryAdd(names[i], i))
            {
                throw DataError.DuplicateColumn(names[i], names);
            }
        }
    }

    public string[] All { get; }

    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);

    public int Require(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _places.TryGetValue(name, out int place) ? place : throw DataError.NoColumn(name, All);
    }
}
