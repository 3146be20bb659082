using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

/// <summary>Reads <c>tests/Goldens/random</c>, and writes results the way it does.</summary>
internal static class RandomGolden
{
    private static readonly JsonElement Root = JsonDocument.Parse(Golden.Text("random", "torch.json")).RootElement;

    private static readonly JsonElement NumPyRoot = JsonDocument.Parse(Golden.Text("random", "numpy.json")).RootElement;

    public static JsonElement Get(string name) => Root.GetProperty(name);

    public static JsonElement NumPy(string name) => NumPyRoot.GetProperty(name);

    /// <summary>The entries of a list, by position, so that each is a test of its own.</summary>
    public static TheoryData<int> Indices(string name) => Indices(Get(name));

    /// <summary>The entries of a list, by position, so that each is a test of its own.</summary>
    public static TheoryData<int> Indices(JsonElement list)
    {
        TheoryData<int> indices = [];
        for (int i = 0; i < list.GetArrayLength(); i++)
        {
            indices.Add(i);
        }

        return indices;
    }

    public static string[] Strings(this JsonElement element, string name) => element.GetProperty(name).Strings();

    public static string[] Strings(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.ToString())];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int Int(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static double Double(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static Generator SeededGenerator(this JsonElement element) => new(element.GetProperty("seed").GetUInt64());

    public static string[] Hex(ReadOnlySpan<float> values)
    {
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = BitConverter.SingleToUInt32Bits(values[i]).ToString("x8", CultureInfo.InvariantCulture);
        }

        return texts;
    }

    public static string[] Hex(ReadOnlySpan<double> values)
    {
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = BitConverter.DoubleToUInt64Bits(values[i]).ToString("x16", CultureInfo.InvariantCulture);
        }

        return texts;
    }

    public static double[] Doubles(this JsonElement element, string name) =>
        [.. element.Strings(name).Select(s => BitConverter.UInt64BitsToDouble(ulong.Parse(s, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];

    public static string Sha<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Assert.True(BitConverter.IsLittleEndian);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
    }

    public static string StateSha(Generator generator) => Sha<byte>(generator.GetState());

    /// <summary>The digest of 0/1 elements packed as the reference script packs them.</summary>
    public static string BitsSha(ReadOnlySpan<float> zerosAndOnes)
    {
        byte[] packed = new byte[(zerosAndOnes.Length + 7) / 8];
        for (int i = 0; i < zerosAndOnes.Length; i++)
        {
            packed[i / 8] |= (byte)((int)zerosAndOnes[i] << (i & 7));
        }

        return Sha<byte>(packed);
    }
}
