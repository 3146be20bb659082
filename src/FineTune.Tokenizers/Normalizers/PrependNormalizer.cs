using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Puts a text before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prepend) : INormalizer
{
    private readonly int[] _prepend = CodePoints.Of(prepend);

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (text.Length == 0 || _prepend.Length == 0)
            return;
        int first = text.Points[0];
        text.BeginRewrite();
        for (int i = 0; i < _prepend.Length; i++)
            text.Write(_prepend[i], i == 0 ? 0 : 1);
        text.Write(first, 1);
        text.CopyTo(text.Length);
        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Prepend", ["prepend"] = prepend };
}
