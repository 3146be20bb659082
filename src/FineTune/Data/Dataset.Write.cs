using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes a CSV file: a header line, then the rows (RFC 4180, UTF-8). Nulls become empty, classes their numbers, lists JSON.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void ToCsv(string path)
    {
        using StreamWriter text = new(path, append: false, s_utf8);
        using CsvWriter csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (string name in ColumnNames)
        {
            csv.WriteField(name);
        }

        for (int row = 0; row < NumRows; row++)
        {
            csv.NextRecord();
            foreach (StoredColumn column in _columns)
            {
                csv.WriteField(CsvText(column.Data.Get(Physical(row))));
            }
        }

        csv.NextRecord();
    }

    /// <summary>Writes JSON lines: an object a row (UTF-8).</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void ToJson(string path)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
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
            file.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static string? CsvText(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => double.IsNaN(number) ? null : FloatText.Python(number),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => WrittenText.Csv(value) ?? ColumnJson.Of(value),
    };
}
