using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Parity;

/// <summary>Compares tokenizers with what the reference made of many texts (<c>bench/reference/tokenize_all.py</c>, which says what the files hold).</summary>
internal sealed class TokenizerComparison(string folder)
{
    private const int Digest = 8;
    private const int Shown = 5;
    private const int Stride = 2;
    private const int PairsCut = 64;
    private static readonly int?[] s_lengths = [null, null, 12, 20];

    /// <summary>Writes a line for each tokenizer and sort of text.</summary>
    /// <returns>Whether nothing differs.</returns>
    public bool Write(TextWriter output)
    {
        long differences = 0;
        int compared = 0;
        foreach (string sort in new[] { "data", "random" })
        {
            string[] texts = Texts(Path.Combine(folder, sort + ".texts"));
            foreach (string tokenizer in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            {
                string digests = Path.Combine(tokenizer, sort + ".digests");
                if (File.Exists(digests))
                {
                    differences += Compare(tokenizer, sort, texts, File.ReadAllBytes(digests), output);
                    compared++;
                }
            }
        }

        output.WriteLine($"{differences} differences in {compared} comparisons");
        return compared > 0 && differences == 0;
    }

    private static int Compare(string path, string sort, string[] texts, byte[] expected, TextWriter output)
    {
        PreTrainedTokenizer tokenizer = PreTrainedTokenizer.FromPretrained(path);
        int cases = texts.Length == 0 ? 0 : expected.Length / Digest / texts.Length;
        bool lacksOne = Enumerable.Range(0, expected.Length / Digest).Any(at => !expected.AsSpan(at * Digest, Digest).ContainsAnyExcept((byte)0));
        if (cases is not (1 or 2) || expected.Length != cases * Digest * texts.Length || lacksOne)
        {
            throw new InvalidDataException($"{path}: the digests are not those of all {texts.Length} texts. Run bench/reference/tokenize_all.py in an empty folder.");
        }

        bool[] differ = new bool[texts.Length * cases];
        Parallel.For(0, differ.Length, at =>
        {
            (int text, int which) = Case(at, cases);
            differ[at] = !DigestOf(tokenizer, texts[text], texts[(text + 1) % texts.Length], which).AsSpan().SequenceEqual(expected.AsSpan(at * Digest, Digest));
        });

        int[] found = [.. Enumerable.Range(0, differ.Length).Where(at => differ[at])];
        output.WriteLine($"{(found.Length == 0 ? "ok  " : "FAIL")} {Path.GetFileName(path),-32} {sort,-7} {differ.Length,9} encodings, {found.Length} differ");
        foreach (int at in found.Take(Shown))
        {
            output.WriteLine($"     text and case {Case(at, cases)}");
        }

        return found.Length;
    }

    /// <summary>The text and case of a digest: of two a text the case alone and one of the others in turn; of one a text all in turn, pairs that are cut more seldom.</summary>
    private static (int Text, int Which) Case(int at, int cases) =>
        cases == 2 ? (at / 2, at % 2 == 0 ? 0 : 1 + (at / 2 % 3)) : (at, at % PairsCut == 3 ? 3 : Math.Min(at % 4, 2));

    private static byte[] DigestOf(PreTrainedTokenizer tokenizer, string text, string next, int which)
    {
        int? length = s_lengths[which];
        BatchEncoding encoding = tokenizer.EncodeBatch(
            [text], which % 2 == 1 ? [next] : null, truncation: length is not null, maxLength: length, stride: length is null ? 0 : Stride,
            returnOverflowingTokens: true)[0];
        List<int> numbers = [];
        foreach (BatchEncoding one in (BatchEncoding[])[encoding, .. encoding.Overflowing])
        {
            numbers.Add(one.Length);
            numbers.AddRange(one.InputIds);
            numbers.AddRange(one.TokenTypeIds);
            foreach ((int start, int end) in one.Offsets)
            {
                numbers.Add(start);
                numbers.Add(end);
            }

            numbers.AddRange(one.WordIds.Select(value => value ?? -1));
        }

        string decoded = tokenizer.Decode(encoding.InputIds, cleanUpTokenizationSpaces: false) + "|"
            + tokenizer.Decode(encoding.InputIds, skipSpecialTokens: true, cleanUpTokenizationSpaces: false);
        return SHA1.HashData([.. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)), .. Encoding.UTF8.GetBytes(decoded)])[..Digest];
    }

    private static string[] Texts(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        List<string> texts = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            texts.Add(new string(MemoryMarshal.Cast<byte, char>(reader.ReadBytes(sizeof(char) * reader.ReadInt32()))));
        }

        return [.. texts];
    }
}
