using System.Text;
using System.Text.Json.Nodes;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Shows an encoding: a line a token, or JSON.</summary>
internal static class TokenTable
{
    public static string ToText(BatchEncoding encoding)
    {
        StringBuilder text = new();
        for (int i = 0; i < encoding.Tokens.Count; i++)
        {
            (int start, int end) = encoding.Offsets[i];
            text.AppendLine($"{encoding.InputIds[i],8}  {start,5}-{end,-5}  {VisibleText.Of(encoding.Tokens[i])}");
        }

        return text.ToString().TrimEnd();
    }

    public static string ToJson(BatchEncoding encoding) => JsonText.WriteLine(new JsonObject
    {
        ["tokens"] = new JsonArray([.. encoding.Tokens.Select(token => JsonValue.Create(token))]),
        ["input_ids"] = Numbers(encoding.InputIds),
        ["token_type_ids"] = Numbers(encoding.TokenTypeIds),
        ["attention_mask"] = Numbers(encoding.AttentionMask),
        ["offset_mapping"] = new JsonArray([.. encoding.Offsets.Select(offset => new JsonArray(offset.Start, offset.End))]),
    });

    private static JsonArray Numbers(IEnumerable<int> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
