using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// Cuts where the script changes. Characters that go with any script go with the one before; at the beginning of a text they are left
/// out, as in the reference.
/// </summary>
internal sealed class UnicodeScriptsPreTokenizer : SplittingPreTokenizer
{
    private const int Any = 0;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        CharacterData data = CharacterData.Instance;
        int start = -1, last = Any;
        for (int i = span.Start; i < span.End; i++)
        {
            int script = data.ScriptOf(points[i]);
            if (script == Any || script == last)
                continue;
            if (start >= 0)
                words.Add(new(start, i));
            (start, last) = (i, script);
        }

        if (start >= 0)
            words.Add(new(start, span.End));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "UnicodeScripts" };
}
