using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>The small tokenizers in Goldens/tokenizers.</summary>
internal static class Folders
{
    public static PreTrainedTokenizer Load(string name, TokenizerOptions? options = null) => PreTrainedTokenizer.FromPretrained(Path(name), options);

    public static string Path(string name) => Golden.Path("tokenizers", name);

    public static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Golden.Path("tokenizers", file)))!;

    public static int[] Ints(JsonNode? list) => [.. list!.AsArray().Select(item => item is null ? -1 : item.GetValue<int>())];

    public static string New() => Directory.CreateTempSubdirectory("finetune-tokenizers-").FullName;
}
