using System.Text.Json;

namespace FineTune.Tests.Data;

/// <summary>What the reference makes of several data sets and how it streams, see <c>tests/Goldens/data/make_surface.py</c>.</summary>
internal static class SurfaceGolden
{
    private static readonly JsonElement s_root = JsonDocument.Parse(Golden.Text("data", "surface.json")).RootElement;

    public static JsonElement Get(string name) => s_root.GetProperty(name);

    /// <summary>Compares an order with the reference's: how many, the first ones, and all as one number.</summary>
    public static void AssertOrder(JsonElement expected, IEnumerable<int> actual, string what)
    {
        int[] rows = [.. actual];
        Assert.True(expected.GetProperty("first").Ints().SequenceEqual(rows.Take(20)), $"{what} begins {string.Join(" ", rows.Take(20))}");
        Assert.Equal((what, expected.GetProperty("count").GetInt32()), (what, rows.Length));
        Assert.Equal((what, expected.GetProperty("crc").GetInt64()), (what, OrderGolden.Crc(rows)));
    }

    public static string[] Names(JsonElement list) => [.. list.EnumerateArray().Select(name => name.GetString()!)];

    /// <summary>Compares rows with the reference's, value by value, whatever the order of the columns.</summary>
    public static void AssertRows(JsonElement expected, IEnumerable<Example> actual) =>
        Assert.Equal(expected.EnumerateArray().Select(Text), actual.Select(row => Text(JsonSerializer.SerializeToElement(row.ToDictionary()))));

    private static string Text(JsonElement row) =>
        string.Join(", ", row.EnumerateObject().OrderBy(value => value.Name, StringComparer.Ordinal).Select(value => $"{value.Name}: {value.Value.GetRawText()}"));

    public static Dataset Numbered(int count, int start = 0) => Dataset.FromColumns(("i", Enumerable.Range(start, count).ToArray()));
}
