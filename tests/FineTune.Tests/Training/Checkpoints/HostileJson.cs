using System.Text.Json.Nodes;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Texts in place of a JSON file: broken, of another kind, or with values nothing can be done with.</summary>
internal static class HostileJson
{
    /// <summary>Every broken text, and each of the file's own keys in turn with values of a wrong kind.</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (string broken in new[]
        {
            string.Empty, "null", "[]", "{", "{\"a\"}", "{\"a\": 1,}", text[..(text.Length / 2)], text + "}", "\0" + text, new string('[', 100_000),
            string.Concat(Enumerable.Repeat("{\"a\":", 50_000)), text.Replace(':', ';'), "{'run': 1}", "{}",
        })
        {
            yield return broken;
        }

        JsonObject whole = JsonText.ReadObject(text);
        foreach (string key in whole.Select(pair => pair.Key).Where(IsNeeded))
        {
            JsonObject changed = whole.DeepClone().AsObject();
            changed.Remove(key);
            yield return JsonText.Write(changed);
            foreach (string value in Wrong(whole[key]))
            {
                string marked = JsonText.Write(new JsonObject(changed.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))) { [key] = "@@" });
                yield return marked.Replace("\"@@\"", value);
            }
        }
    }

    /// <summary>Without these, or with something else in them, a run cannot go on; the others are for people, or have defaults.</summary>
    private static bool IsNeeded(string key) => key is "global_step" or "log_history" or "progress" or "saved_at" or "run" or "control" or "is_pending" or "files";

    private static string[] Wrong(JsonNode? value) => value switch
    {
        JsonObject => ["[]", "\"x\"", "1", "NaN"],
        JsonArray => ["{}", "\"x\"", "1", "[1]", "[[]]"],
        _ when value?.GetValueKind() == System.Text.Json.JsonValueKind.Number => ["{}", "[]", "\"x\"", "-1", "NaN", "1e400", "99999999999999999999", "null", "1.5", "true"],
        _ => ["{}", "[]", "1e400", "NaN", "null"],
    };
}
