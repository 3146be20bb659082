using System.Text.Json;

namespace FineTune.Data;

/// <summary>Reads a JSON file into columns.</summary>
internal static class JsonFile
{
    public static Dataset Read(string path, string? field)
    {
        using StreamReader text = DataFile.Open(path);
        return Parse(new JsonRows(path), path, text.ReadToEnd(), field, CancellationToken.None);
    }

    /// <summary>Reads a file without deciding what its columns hold: numbers keep their characters (<see cref="JsonNumber"/>), and a column may mix everything.</summary>
    public static Dataset ReadAsWritten(string path)
    {
        using StreamReader text = DataFile.Open(path);
        return Parse(new JsonRows(path, asWritten: true), path, text.ReadToEnd(), field: null, CancellationToken.None);
    }

    public static async Task<Dataset> ReadAsync(string path, string? field, CancellationToken cancellationToken)
    {
        using StreamReader text = DataFile.Open(path);
        return Parse(new JsonRows(path), path, await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false), field, cancellationToken);
    }

    /// <summary>Reads a file with an object a line as data sets of so many rows each; any other as one data set.</summary>
    public static IEnumerable<Dataset> Pieces(ReadableFile file, string? field, int rowsOfPiece)
    {
        using StreamReader text = DataFile.Text(file);
        int number = 0;
        string? line = field is null ? NextLine(text, ref number) : null;
        if (line is null || !IsObject(line))
        {
            string start = string.Concat(Enumerable.Repeat('\n', Math.Max(0, number - 1))) + line + (line is null ? string.Empty : "\n");
            yield return Parse(new JsonRows(file.Name), file.Name, start + text.ReadToEnd(), field, CancellationToken.None);
            yield break;
        }

        int given = 0;
        while (line is not null)
        {
            JsonRows rows = new(file.Name);
            for (; line is not null && rows.Count < rowsOfPiece; line = NextLine(text, ref number))
            {
                rows.AddLine(line.AsMemory(), number);
            }

            Dataset piece = rows.ToDataset(given);
            given += piece.NumRows;
            yield return piece;
        }
    }

    private static string? NextLine(StreamReader text, ref int number)
    {
        string? line;
        do
        {
            line = text.ReadLine();
            number++;
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));

        return line;
    }

    private static bool IsObject(string line)
    {
        try
        {
            using JsonDocument document = JsonContent.Parse(line.AsMemory());
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Dataset Parse(JsonRows rows, string path, string text, string? field, CancellationToken cancellationToken)
    {
        ReadOnlySpan<char> content = text.AsSpan().Trim();
        if (content.IsEmpty)
        {
            throw DataError.EmptyFile(path);
        }

        if (field is not null)
        {
            using JsonDocument document = Document(path, text);
            rows.AddDocument(Field(path, document.RootElement, field));
        }
        else if (content[0] == '[')
        {
            using JsonDocument document = Document(path, text);
            rows.AddDocument(document.RootElement);
        }
        else
        {
            AddLines(path, text, rows, cancellationToken);
        }

        return rows.ToDataset();
    }

    private static void AddLines(string path, string text, JsonRows rows, CancellationToken cancellationToken)
    {
        int number = 0;
        int start = 0;
        foreach (Range range in text.AsSpan().Split('\n'))
        {
            number++;
            if (text.AsMemory()[range] is { Span.IsEmpty: false } line && !line.Span.IsWhiteSpace())
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    rows.AddLine(line, number);
                }
                catch (InvalidDataException error) when (error.InnerException is JsonException)
                {
                    // No object a line: objects over several lines, or several in one.
                    if (!AddValues(path, text, start, number, rows))
                    {
                        throw;
                    }

                    return;
                }
            }

            start = range.End.GetOffset(text.Length) + 1;
        }
    }

    /// <summary>Takes value after value. An only one is a file of columns, if it is an object of lists, or else a row.</summary>
    /// <returns>Whether it is JSON from there on.</returns>
    private static bool AddValues(string path, string text, int start, int line, JsonRows rows)
    {
        List<(JsonDocument Document, int Line)> values = [];
        try
        {
            int counted = start;
            for (int at = start; JsonContent.Next(text, at) is { } range; at = range.End.Value)
            {
                line += text.AsSpan(counted, range.Start.Value - counted).Count('\n');
                counted = range.Start.Value;
                values.Add((JsonContent.Parse(text.AsMemory()[range]), line));
            }

            if (rows.Count == 0 && values is [var (only, _)] && IsOfColumns(only.RootElement))
            {
                rows.AddDocument(only.RootElement);
                return true;
            }

            values.ForEach(value => rows.AddRow(value.Document.RootElement, value.Line));
            return true;
        }
        catch (JsonException) when (values.Count == 0 || !IsWhole(values[0].Document))
        {
            return false;
        }
        catch (JsonException error)
        {
            throw DataError.BrokenJson(path, line + (error.LineNumber ?? 0), error);
        }
        finally
        {
            values.ForEach(value => value.Document.Dispose());
        }
    }

    private static bool IsWhole(JsonDocument document) => document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private static bool IsOfColumns(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any(column => column.Value.ValueKind == JsonValueKind.Array);

    private static JsonDocument Document(string path, string text)
    {
        try
        {
            return JsonContent.Parse(text.AsMemory());
        }
        catch (JsonException error)
        {
            throw DataError.BrokenJson(path, (error.LineNumber ?? 0) + 1, error);
        }
    }

    private static JsonElement Field(string path, JsonElement root, string field)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw DataError.NoJsonField(path, field, []);
        }

        return root.TryGetProperty(field, out JsonElement value)
            ? value
            : throw DataError.NoJsonField(path, field, [.. root.EnumerateObject().Select(property => property.Name)]);
    }
}
