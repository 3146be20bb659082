using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Makes bytes of the characters that stand for them, and a text of all bytes; a token with any other character is text as it is.</summary>
internal sealed class ByteLevelDecoder(bool addPrefixSpace, bool trimOffsets, bool useRegex) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            int start = bytes.Count;
            foreach (char c in token)
            {
                int value = ByteAlphabet.ToByte(c);
                if (value < 0)
                {
                    bytes.RemoveRange(start, bytes.Count - start);
                    bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(token));
                    break;
                }

                bytes.Add((byte)value);
            }
        }

        return [System.Text.Encoding.UTF8.GetString([.. bytes])];
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = useRegex,
    };
}
