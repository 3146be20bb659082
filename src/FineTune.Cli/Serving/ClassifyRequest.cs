using System.ComponentModel;

namespace FineTune.Cli.Serving;

/// <summary>What a request holds.</summary>
/// <param name="Text">A text, or null.</param>
/// <param name="TextPair">The second text of a pair, or null.</param>
/// <param name="Texts">Several texts, or null.</param>
internal sealed record ClassifyRequest(
    [property: Description("A text to label")] string? Text = null,
    [property: Description("The second text, for a model of pairs")] string? TextPair = null,
    [property: Description("Several texts to label, instead")] string[]? Texts = null)
{
    public string? FindProblem() => Text is null == Texts is null ? "Give either text or texts, such as {\"text\": \"play some jazz\"}."
        : Texts?.Any(text => text is null) == true ? "A text is null."
        : null;

    public IEnumerable<TextInput> Inputs() => Texts?.Select(text => new TextInput(text)) ?? [new TextInput(Text!, TextPair)];
}
