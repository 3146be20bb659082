using CsvHelper;

namespace FineTune.Data;

/// <summary>Collects the rows of a file of separated values and makes columns of them.</summary>
internal sealed class CsvRows(string path, CsvDialect dialect)
{
    private readonly List<int> _lines = [];
    private readonly NaTexts _na = new(dialect.Options);
    private string[]? _names = dialect.Options.ColumnNames is { } given ? CheckNames(path, [.. given]) : null;
    private List<string>[]? _values;
    private Features? _known;
    private int _drained;

    /// <summary>Gets the number of rows collected.</summary>
    public int Count => _lines.Count;

    /// <summary>Gets whether rows were handed out before.</summary>
    public bool IsDrained => _known is not null;

    /// <summary>Takes the record the parser stands at: the header if there is none yet, else a row.</summary>
    /// <param name="parser">The parser.</param>
    /// <param name="mayBeLast">Whether the file has been read to its end, so that this record may be its last.</param>
    public void Add(CsvParser parser, bool mayBeLast)
    {
        int line = FirstLine(parser);
        if (mayBeLast && dialect.Quoting && QuoteCheck.IsOpen(parser.RawRecord, dialect.Sep))
        {
            throw DataError.OpenQuote(path, line);
        }

        // As in pandas, a line of nothing but blanks is no row.
        if (parser.Count == 1 && IsBlank(parser[0]) && IsBlank(parser.RawRecord))
        {
            return;
        }

        if (_names is null)
        {
            _names = CheckNames(path, parser.Record!);
            return;
        }

        if (parser.Count != _names.Length)
        {
            throw DataError.RaggedRow(path, line, parser.Record!, _names, dialect.Sep, dialect.Quoting);
        }

        _values ??= Array.ConvertAll(_names, _ => new List<string>());
        for (int i = 0; i < _names.Length; i++)
        {
            _values[i].Add(parser[i]);
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

    private static bool IsBlank(string text) => !text.AsSpan().ContainsAnyExcept(" \t\r\n");

    /// <summary>The file's line on which the record begins: a quoted value may hold line ends.</summary>
    private int FirstLine(CsvParser parser)
    {
        int ends = 0;
        for (int i = 0; dialect.Quoting && i < parser.Count; i++)
        {
            ends += parser[i].AsSpan().Count('\n');
        }

        return parser.RawRow - ends + dialect.SkipRows;
    }

    private static string[] CheckNames(string path, string[] names)
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
