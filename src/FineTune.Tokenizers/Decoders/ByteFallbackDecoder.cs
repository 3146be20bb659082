using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Makes text of tokens that stand for bytes (<c>&lt;0x61&gt;</c>); of bytes that are none, a replacement character each.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        List<string> pieces = [];
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            if (ByteOf(token) is byte value)
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, pieces);
            pieces.Add(token);
        }

        Flush(bytes, pieces);
        return pieces;
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "ByteFallback" };

    private static byte? ByteOf(string token)
    {
        if (token.Length != 6 || !token.StartsWith("<0x", StringComparison.Ordinal) || token[5] != '>')
            return null;
        string digits = token[3] == '+' ? token[4..5] : token[3..5];
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;
    }

    private static void Flush(List<byte> bytes, List<string> pieces)
    {
        if (bytes.Count == 0)
            return;
        try
        {
            pieces.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            pieces.AddRange(Enumerable.Repeat("\ufffd", bytes.Count));
        }

        bytes.Clear();
    }
}
