using System.Text.Json;

namespace FineTune.Data;

/// <summary>Reads a JSON file into columns.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public static Dataset Read(string path, string? field)
    {
        using StreamReader text = DataFile.Open(path);
        return Parse(path, text.ReadToEnd(), field, CancellationToken.None);
    }

    public static async Task<Dataset> ReadAsync(string path, string? field, CancellationToken cancellationToken)
    {
        using StreamReader text = DataFile.Open(path);
        return Parse(path, await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false), field, cancellationToken);
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
            yield return Parse(file.Name, start + text.ReadToEnd(), field, CancellationToken.None);
            yield break;
        }

        int given = 0;
        while (line is not null)
        {
            JsonRows rows = new(file.Name);
            for (; line is not null && rows.Count < rowsOfPiece; line = NextLine(text, ref number))
            {
                rows.AddLine(line.AsMemory(), number, s_strict);
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
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Dataset Parse(string path, string text, string? field, CancellationToken cancellationToken)
    {
        ReadOnlySpan<char> content = text.AsSpan().Trim();
        if (content.IsEmpty)
        {
            throw DataError.EmptyFile(path);
        }

        JsonRows rows = new(path);
        if (field is not null)
        {
            using JsonDocument document = Document(path, text);
            rows.AddDocument(Field(path, document.RootElement, field));
        }
        else if (content[0] == '[' || IsOneObjectOverSeveralLines(content))
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
        foreach (Range range in text.AsSpan().Split('\n'))
        {
            number++;
            if (text.AsMemory()[range] is { Span.IsEmpty: false } line && !line.Span.IsWhiteSpace())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.AddLine(line, number, s_strict);
            }
        }
    }

    /// <summary>An object of columns; a first line that is an object by itself means an object a line.</summary>
    private static bool IsOneObjectOverSeveralLines(ReadOnlySpan<char> content)
    {
        int end = content.IndexOfAny('\r', '\n');
        if (content[0] != '{' || end < 0)
        {
            return false;
        }

        return !IsObject(content[..end].ToString()) && content[^1] == '}' && !content[..end].TrimEnd().EndsWith("}");
    }

    private static JsonDocument Document(string path, string text)
    {
        try
        {
            return JsonDocument.Parse(text, s_strict);
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
