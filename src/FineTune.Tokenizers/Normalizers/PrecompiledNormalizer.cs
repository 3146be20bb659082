using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// The normalizer of SentencePiece models. Short grapheme clusters are looked up as wholes, by the shortest text of the map they begin
/// with (what follows it in the cluster is lost), others character by character.
/// </summary>
internal sealed class PrecompiledNormalizer : INormalizer
{
    private const int LongestCluster = 5, AsciiCount = 128;

    [ThreadStatic]
    private static List<Change>? _changes;

    private readonly CharacterMap _map;
    private readonly string _base64;
    private readonly bool[] _mapped = new bool[AsciiCount];

    public PrecompiledNormalizer(CharacterMap map, string base64)
    {
        (_map, _base64) = (map, base64);
        for (int c = 0; c < AsciiCount; c++)
            _mapped[c] = map.TryReplace([c], out _);
    }

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        ReadOnlySpan<int> points = text.Points;
        if (IsUnchanged(points))
            return;
        List<Change> changes = _changes ??= [];
        changes.Clear();
        bool modified = false;
        for (int start = 0; start < points.Length;)
        {
            int end = Graphemes.EndOf(points, start);
            modified |= AddCluster(points[start..end], changes);
            start = end;
        }

        if (!modified)
            return;
        text.BeginRewrite();
        foreach (Change change in changes)
            text.Write(change.Point, change.Difference);
        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Precompiled", ["precompiled_charsmap"] = _base64 };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsUnchanged(ReadOnlySpan<int> points)
    {
        foreach (int point in points)
        {
            if (point >= AsciiCount || _mapped[point])
                return false;
        }

        return true;
    }

    private bool AddCluster(ReadOnlySpan<int> cluster, List<Change> changes)
    {
        if (cluster.Length > 1 && ByteLength(cluster) <= LongestCluster && TryAdd(cluster, changes))
            return true;
        bool modified = false;
        for (int i = 0; i < cluster.Length; i++)
        {
            if (TryAdd(cluster.Slice(i, 1), changes))
                modified = true;
            else
                changes.Add(new(cluster[i], 0));
        }

        return modified;
    }

    private static int ByteLength(ReadOnlySpan<int> cluster)
    {
        int length = 0;
        foreach (int point in cluster)
            length += CodePoints.Utf8Length(point);
        return length;
    }

    /// <summary>
    /// Adds what a text becomes. Code points too many are inserted after the others; what is missing goes to the last one written, even
    /// one of the text before.
    /// </summary>
    private bool TryAdd(ReadOnlySpan<int> text, List<Change> changes)
    {
        if (text.Length == 1 && text[0] < AsciiCount && !_mapped[text[0]])
            return false;
        if (!_map.TryReplace(text, out ReadOnlySpan<byte> replacement))
            return false;
        int count = 0;
        while (!replacement.IsEmpty)
        {
            Rune.DecodeFromUtf8(replacement, out Rune rune, out int length);
            changes.Add(new(rune.Value, count < text.Length ? 0 : 1));
            count++;
            replacement = replacement[length..];
        }

        if (count < text.Length && changes.Count > 0)
            changes[^1] = changes[^1] with { Difference = changes[^1].Difference + count - text.Length };
        return true;
    }

    private readonly record struct Change(int Point, int Difference);
}
