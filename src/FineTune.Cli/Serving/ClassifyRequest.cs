using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineTune.Training;

namespace FineTune.Cli.Serving;

/// <summary>What a request holds.</summary>
/// <param name="Text">A text, or null.</param>
/// <param name="TextPair">The second text of a pair, or null.</param>
/// <param name="Texts">Several texts, or null.</param>
/// <param name="TopK">How many labels the answer to a text has; null for what the server was started with.</param>
internal sealed record ClassifyRequest(
    [property: Description("A text to label")] string? Text = null,
    [property: Description("The second text, for a model of pairs")] string? TextPair = null,
    [property: Description("Several texts to label, instead")] string[]? Texts = null,
    [property: Description("How many labels an answer has, best first, if not as many as the server says")] int? TopK = null)
{
    private static readonly string[] s_names = ["text", "text_pair", "texts", "top_k"];

    /// <summary>Gets or sets what else the request says, so that it can be refused by its name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public string? FindProblem() => Unknown is { Count: > 0 } ? ProblemOf(Unknown.Keys.First())
        : Text is null == Texts is null ? "Give either text or texts, such as {\"text\": \"play some jazz\"}."
        : Texts is not null && TextPair is not null ? "text_pair is the second text of text; it does not go with texts. Ask for each pair by itself."
        : Texts?.Any(text => text is null) == true ? "A text is null."
        : TopK < 1 ? $"top_k is {TopK}; expected at least 1."
        : null;

    public IEnumerable<TextInput> Inputs() => Texts?.Select(text => new TextInput(text)) ?? [new TextInput(Text!, TextPair)];

    private static string ProblemOf(string name) => $"\"{name}\" is nothing that a request holds; expected {string.Join(", ", s_names)}."
        + (SpellingDistance.Nearest(name, s_names) is { } nearest ? $" Did you mean \"{nearest}\"?" : string.Empty);
}
