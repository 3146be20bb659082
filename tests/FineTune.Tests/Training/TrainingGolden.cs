using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training;

/// <summary>The small files in tests/Goldens/training.</summary>
internal static class TrainingGolden
{
    public static JsonObject Read(string file) => JsonText.ReadObject(Golden.Text("training", file));

    public static IEnumerable<JsonObject> Rows(string file, string key) => Read(file)[key]!.AsArray().Select(row => row!.AsObject());

    public static string Text(this JsonNode node, string key) => node[key]!.GetValue<string>();

    public static long Whole(this JsonNode node, string key) => node[key]!.GetValue<long>();

    public static double Real(this JsonNode node, string key) => ArgumentValue.Real(node[key]);
}
