using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Splits at white space only.</summary>
internal sealed class WhitespaceSplitPreTokenizer : SplittingPreTokenizer
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        CodePointSet white = UnicodeData.Instance.White;
        int start = span.Start;
        for (int i = span.Start; i <= span.End; i++)
        {
            if (i < span.End && !white.Contains(points[i]))
                continue;
            if (start < i)
                words.Add(new(start, i));
            start = i + 1;
        }
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "WhitespaceSplit" };
}
