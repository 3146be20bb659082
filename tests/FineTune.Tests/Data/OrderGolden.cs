using System.Text.Json;

namespace FineTune.Tests.Data;

/// <summary>The row orders of the reference, see <c>tests/Goldens/data/make_order.py</c>.</summary>
internal static class OrderGolden
{
    private static readonly JsonElement s_root = JsonDocument.Parse(Golden.Text("data", "order.json")).RootElement;

    public static JsonElement Get(string name) => s_root.GetProperty(name);

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetInt32())];

    public static int[] Lengths(int count) => Get("lengths").Ints()[..count];

    /// <summary>A long order as one number.</summary>
    public static long Crc(IEnumerable<int> rows) =>
        (long)rows.Aggregate(UInt128.Zero, (hash, row) => ((hash * 1000003) + (UInt128)row + 1) % (UInt128.One << 61));

    public static Dataset Numbered(int count) => Dataset.FromColumns(("i", Enumerable.Range(0, count).ToArray()));

    public static int[] Numbers(this Dataset dataset) => dataset["i"].ToArray<int>();
}
