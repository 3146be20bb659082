using System.Text.RegularExpressions;

namespace FineTune.Hub;

/// <summary>
/// A README.md taken apart as every reader of the Hub does it: metadata in YAML between two lines of dashes at its start, then the text.
/// Put together again it is the same to the last character.
/// </summary>
/// <param name="Opening">The first line of dashes and what is before it; empty when the card has no metadata.</param>
/// <param name="Yaml">The metadata, without the line break at its end.</param>
/// <param name="Closing">That line break and the second line of dashes.</param>
/// <param name="Body">What follows.</param>
internal sealed partial record CardText(string Opening, string Yaml, string Closing, string Body)
{
    public const string FileName = "README.md";

    /// <summary>Gets whether there is a block of metadata, be it an empty one.</summary>
    public bool HasMetadata => Opening.Length > 0;

    /// <summary>Gets the line break the card is written with: that of its first line.</summary>
    public string LineBreak { get; private init; } = "\n";

    public static CardText Split(string card)
    {
        string text = card.StartsWith('\uFEFF') ? card[1..] : card;
        Match block = Block().Match(text);
        CardText parts = block.Success
            ? new(block.Groups[1].Value, block.Groups[2].Value, block.Groups[3].Value, text[block.Length..])
            : new(string.Empty, string.Empty, string.Empty, text);
        return parts with { LineBreak = FirstBreak().Match(text) is { Success: true } first ? first.Value : "\n" };
    }

    /// <summary>Gets the card with other metadata; a card without any gets a block at its start.</summary>
    /// <param name="yaml">The metadata with line feeds, one at its end too unless it is empty.</param>
    public CardText WithYaml(string yaml)
    {
        string lines = LineBreak == "\n" ? yaml : yaml.Replace("\n", LineBreak, StringComparison.Ordinal);
        string inner = lines.EndsWith(LineBreak, StringComparison.Ordinal) ? lines[..^LineBreak.Length] : lines;
        return HasMetadata
            ? this with { Yaml = inner }
            : this with { Opening = "---" + LineBreak, Yaml = inner, Closing = LineBreak + "---" + LineBreak };
    }

    public override string ToString() => Opening + Yaml + Closing + Body;

    [GeneratedRegex(@"\A(\s*---(?:\r\n|\r|\n))([\s\S]*?)((?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|\z))", RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex(@"\r\n|\r|\n", RegexOptions.CultureInvariant)]
    private static partial Regex FirstBreak();
}
