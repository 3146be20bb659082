namespace FineTune.Data;

/// <summary>Collects the rows of a file of separated values and makes columns of them.</summary>
internal sealed class CsvRows(string path, CsvDialect dialect)
{
    private readonly List<int> _lines = [];
    private readonly NaTexts _na = new(dialect.Options);
    private string[]? _names = dialect.Options.ColumnNames is { } given ? Checked(path, [.. given]) : null;
    private List<string>[]? _values;
    private Features? _known;
    private int _drained;

    /// <summary>Gets the number of rows collected.</summary>
    public int Count => _lines.Count;

    /// <summary>Gets whether rows were handed out before.</summary>
    public bool IsDrained => _known is not null;

    /// <summary>Takes the record the reader stands at: the header if there is none yet, else a row.</summary>
    public void Add(CsvReader reader)
    {
        int line = reader.Line + dialect.SkipRows;
        if (reader.IsOpen)
        {
            throw DataError.OpenQuote(path, line);
        }

        if (reader.IsBlank)
        {
            return;
        }

        if (_names is null)
        {
            _names = NamesOf(path, reader.Values);
            return;
        }

        if (reader.Values.Count != _names.Length)
        {
            throw DataError.RaggedRow(path, line, [.. reader.Values], _names, dialect.Sep, dialect.Quoting);
        }

        _values ??= Array.ConvertAll(_names, _ => new List<string>());
        for (int i = 0; i < _names.Length; i++)
        {
            _values[i].Add(reader.Values[i]);
        }

        _lines.Add(line);
    }

    /// <summary>Hands out the rows collected, and begins to collect the next; what the columns hold stays as it is now.</summary>
    public Dataset Drain()
    {
        Dataset rows = ToDataset();
        _known ??= rows.Features;
        _drained += rows.NumRows;
        _values = null;
        _lines.Clear();
        return rows;
    }

    public Dataset ToDataset()
    {
        if (_names is null)
        {
            throw DataError.EmptyFile(path);
        }

        ColumnNames known = new(_names);
        foreach (string name in dialect.Options.Features?.Keys ?? [])
        {
            known.Require(name);
        }

        _values ??= Array.ConvertAll(_names, _ => new List<string>());
        RowOrigin origin = new(path, [.. _lines]);
        StoredColumn[] columns = [.. _names.Zip(_values, (name, texts) => Column(name, texts, origin))];
        return new Dataset(columns, _lines.Count, rows: null, origin) { FirstRow = _drained };
    }

    private StoredColumn Column(string name, List<string> texts, RowOrigin origin)
    {
        string?[] values = _na.Apply(texts);
        Feature? wanted = dialect.Options.Features?.GetValueOrDefault(name) ?? dialect.Options.Dtype ?? _known?[name];
        if (wanted is null)
        {
            return new StoredColumn(name, TextColumn.Infer(values));
        }

        if (wanted is Sequence or Struct)
        {
            throw DataError.NoListsInCsv(path, name, wanted);
        }

        StoredColumn strings = new(name, new ReferenceData<string>(values, Value.String));
        try
        {
            return new StoredColumn(name, wanted, ColumnCast.To(strings, wanted, row => $"row {row + _drained} ({origin.Describe(row)})"));
        }
        catch (ArgumentException error)
        {
            throw IsDrained ? DataError.LaterRows(path, _drained, error) : new InvalidDataException(error.Message, error);
        }
    }

    /// <summary>The names of a header; those that are left out as pandas gives them, which leaves the others theirs.</summary>
    private static string[] NamesOf(string path, IReadOnlyList<string> header)
    {
        string[] names = [.. header];
        for (int column = 0; column < names.Length; column++)
        {
            string unnamed = $"Unnamed: {column}";
            for (int again = 1; names[column].Length == 0; again++)
            {
                names[column] = names.Contains(unnamed) ? string.Empty : unnamed;
                unnamed = $"Unnamed: {column}.{again}";
            }
        }

        return Checked(path, names);
    }

    private static string[] Checked(string path, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            int first = Array.IndexOf(names, names[i]);
            if (first < i)
            {
                throw DataError.DuplicateHeader(path, names[i], first + 1, i + 1);
            }
        }

        return names;
    }
}
