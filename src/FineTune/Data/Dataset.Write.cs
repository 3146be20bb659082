using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FineTune.Data;
using FineTune.IO;

namespace FineTune;

public sealed partial class Dataset
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes a CSV file: a header line, then the rows (RFC 4180, UTF-8), quoted where they must be. Classes become their numbers. Lists become
    /// JSON, which can be read again, where the reference writes what NumPy prints.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete. What a link (<c>/dev/stdout</c>) leads to is written as it comes.</param>
    /// <param name="sep">What stands between the cells of a row. Default a comma.</param>
    /// <param name="header">Whether the first line names the columns. Default true.</param>
    /// <param name="index">Whether a first column without a name numbers the rows from 0. Default false.</param>
    /// <param name="naRep">The text of a missing value. Default empty.</param>
    /// <param name="columns">Which columns, in that order. Default null: all.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="ArgumentException">A text holds half a character (half a surrogate pair).</exception>
    public void ToCsv(string path, char sep = ',', bool header = true, bool index = false, string naRep = "", IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(naRep);
        StoredColumn[] written = [.. columns?.Select(Stored) ?? _columns];
        RequireWholeCharacters(written);
        WriteWhole(path, text => WriteCsv(text, written, sep, header, index, naRep));
    }

    /// <summary>Writes JSON: an object a row, each on a line of its own, or all in one list (UTF-8).</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete. What a link (<c>/dev/stdout</c>) leads to is written as it comes.</param>
    /// <param name="lines">Whether each row is a line (JSON lines). Default true; else the file is one list.</param>
    /// <param name="forceAscii">Whether characters that are not ASCII are written as escapes. Default true, as in the reference.</param>
    /// <exception cref="InvalidDataException">A value is bytes that are no text.</exception>
    /// <exception cref="ArgumentException">A text holds half a character (half a surrogate pair).</exception>
    public void ToJson(string path, bool lines = true, bool forceAscii = true)
    {
        RequireWholeCharacters(_columns);
        WriteWhole(path, text => WriteJson(text, lines, forceAscii));
    }

    private void RequireWholeCharacters(StoredColumn[] columns) => WholeCharacters.Require(columns, NumRows, Physical, DescribeRow);

    private void WriteCsv(StreamWriter text, StoredColumn[] columns, char sep, bool header, bool index, string naRep)
    {
        if (header)
        {
            IEnumerable<string> names = columns.Select(column => column.Name);
            CsvLine.Write(text, index ? [string.Empty, .. names] : [.. names], sep);
        }

        for (int row = 0; row < NumRows; row++)
        {
            IEnumerable<string> cells = columns.Select(column => CsvText(column.Data.Get(Physical(row)), column.Feature) ?? naRep);
            CsvLine.Write(text, index ? [row.ToString(CultureInfo.InvariantCulture), .. cells] : [.. cells], sep);
        }
    }

    private void WriteJson(StreamWriter file, bool lines, bool forceAscii)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        file.Write(lines ? string.Empty : "[");
        for (int row = 0; row < NumRows; row++)
        {
            json.WriteStartObject();
            foreach (StoredColumn column in _columns)
            {
                json.WritePropertyName(column.Name);
                ColumnJson.Write(json, column.Data.Get(Physical(row)));
            }

            json.WriteEndObject();
            json.Flush();
            file.Write(lines || row == 0 ? string.Empty : ",");
            file.Write(JsonLineText.Of(Encoding.UTF8.GetString(buffer.WrittenSpan), forceAscii));
            file.Write(lines ? "\n" : string.Empty);
            buffer.ResetWrittenCount();
            json.Reset();
        }

        file.Write(lines ? string.Empty : "]\n");
    }

    private static void WriteWhole(string path, Action<StreamWriter> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        WholeFile.Write(path, WriteText, throughLink: true);

        void WriteText(Stream file)
        {
            using StreamWriter text = new(file, s_utf8, leaveOpen: true);
            write(text);
        }
    }

    private static string? CsvText(object? value, Feature feature) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => double.IsNaN(number) ? null : FloatText.Csv(number, (feature as Value)?.Dtype ?? "float64"),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => WrittenText.Csv(value) ?? ColumnJson.Of(value),
    };
}
