using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FineTune.Tests.Data;

/// <summary>What the reference makes of the same files: <c>tests/Goldens/data/make_files.py</c>.</summary>
public sealed class FileTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("data", "files.json")).RootElement;

    public static TheoryData<string, string> Files()
    {
        TheoryData<string, string> data = [];
        foreach (string kind in new[] { "csv", "json" })
        {
            foreach (JsonProperty file in s_golden.GetProperty(kind).EnumerateObject())
            {
                data.Add(kind, file.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_gives_the_columns_and_values_of_the_reference(string kind, string name)
    {
        JsonElement golden = s_golden.GetProperty(kind).GetProperty(name);
        using TemporaryFolder folder = new();
        string path = folder.Write("rows." + kind, golden.GetProperty("text").GetString()!);

        Check(golden, Dataset.Load(path));
        Check(golden, await Dataset.LoadAsync(path));
    }

    [Fact]
    public void A_field_of_a_JSON_file_holds_the_rows()
    {
        JsonElement golden = s_golden.GetProperty("field");
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.json", golden.GetProperty("text").GetString()!);

        Check(golden, Dataset.LoadJson(path, field: "data"));
        Assert.Contains("Did you mean \"data\"?", Assert.Throws<InvalidDataException>(() => Dataset.LoadJson(path, "dta")).Message);
    }

    [Fact]
    public void Columns_without_a_name_have_those_that_pandas_gives()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("index.csv", ",a,,\n0,1,2,3\n");

        Assert.Equal(["Unnamed: 0", "a", "Unnamed: 2", "Unnamed: 3"], Dataset.LoadCsv(path).ColumnNames);
        Assert.Equal(["Unnamed: 0", "a", "Unnamed: 2", "Unnamed: 3"], IterableDataset.LoadCsv([path]).ToDataset().ColumnNames);
        Assert.Equal(
            ["Unnamed: 0.2", "Unnamed: 1", "Unnamed: 0", "Unnamed: 0.1"],
            Dataset.LoadCsv(folder.Write("twice.csv", ",,Unnamed: 0,Unnamed: 0.1\n0,1,2,3\n")).ColumnNames); // Written by pandas, read by it, written again.
    }

    [Fact]
    public void Numbers_are_read_to_the_last_bit_as_pandas_does()
    {
        JsonElement[] numbers = [.. s_golden.GetProperty("numbers").EnumerateArray()];
        using TemporaryFolder folder = new();
        string path = folder.Write("n.csv", "a\n" + string.Join("\n", numbers.Select(pair => pair[0].GetString())) + "\n");

        double[] values = Dataset.LoadCsv(path)["a"].ToArray<double>();

        Assert.Equal(numbers.Select(pair => (pair[0].GetString(), Hex(pair[1].GetString()!))), numbers.Zip(values, (pair, value) => (pair[0].GetString(), value)));
    }

    private static void Check(JsonElement golden, Dataset dataset)
    {
        Assert.Equal(golden.GetProperty("features").EnumerateObject().Select(feature => feature.Name), dataset.ColumnNames);
        foreach (JsonProperty column in golden.GetProperty("columns").EnumerateObject())
        {
            Assert.Equal(FeatureOf(golden.GetProperty("features").GetProperty(column.Name).GetString()!), dataset[column.Name].Feature);
            Assert.Equal(column.Value.EnumerateArray().Select(ValueOf), dataset[column.Name].Select(Untyped));
        }
    }

    private static Feature FeatureOf(string text) => text switch
    {
        "Value('int64')" => Value.Int64,
        "Value('float64')" => Value.Float64,
        "Value('bool')" => Value.Bool,
        "Value('string')" or "Value('large_string')" => Value.String,
        _ when text.StartsWith("List(", StringComparison.Ordinal) => new Sequence(FeatureOf(text[5..^1])),
        _ => throw new InvalidOperationException(text),
    };

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Array => value.EnumerateArray().Select(ValueOf).ToArray(),
        _ => Hex(value.GetProperty("hex").GetString()!),
    };

    private static object? Untyped(object? value) => value is Array array ? array.Cast<object?>().ToArray() : value;

    private static double Hex(string text)
    {
        if (text.EndsWith("inf", StringComparison.Ordinal))
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        string[] parts = text.TrimStart('-')[2..].Split('.', 'p');
        ulong mantissa = ulong.Parse(parts[0] + parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        double value = Math.ScaleB(mantissa, int.Parse(parts[2], CultureInfo.InvariantCulture) - (4 * parts[1].Length));
        return text[0] == '-' ? -value : value;
    }
}
