using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ZstdSharp;

namespace FineTune.Tests.Data;

public sealed class PackedFileTests : IDisposable
{
    private static readonly byte[] s_csv = Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"row {i},{i % 7}\n")));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows.csv.gz")]
    [InlineData("rows.csv.zst")]
    [InlineData("rows.csv")]
    public async Task A_packed_file_reads_as_what_is_in_it(string name)
    {
        string path = Write(name, name.EndsWith(".zst", StringComparison.Ordinal) ? Zstd(s_csv) : Gzip(s_csv));

        Dataset rows = Dataset.Load(path);

        Assert.Equal(3000, rows.NumRows);
        Assert.Equal("row 2999", rows[2999]["text"]);
        Assert.Equal(rows["label"], (await Dataset.LoadAsync(path))["label"]);
    }

    [Theory]
    [InlineData("parquet/nested_v1.parquet")]
    [InlineData("arrow/stream_plain.arrow")]
    public void Files_that_are_read_in_parts_may_be_packed_too(string name)
    {
        byte[] plain = File.ReadAllBytes(Golden.Path("data", name));
        string gzip = Write(Path.GetFileName(name) + ".gz", Gzip(plain));
        string zstd = Write(Path.GetFileName(name) + ".zst", Zstd(plain));

        Dataset expected = Dataset.Load(Golden.Path("data", name));

        Assert.Equal(expected["texts"], Dataset.Load(gzip)["texts"]);
        Assert.Equal(expected["texts"], Dataset.Load(zstd)["texts"]);
    }

    [Fact]
    public void Json_lines_and_texts_may_be_packed()
    {
        string json = Write("rows.jsonl.zst", Zstd("{\"a\": 1}\n{\"a\": 2}\n"u8.ToArray()));
        string text = Write("rows.txt.gz", Gzip("one\ntwo\n"u8.ToArray()));

        Assert.Equal([1L, 2L], Dataset.Load(json)["a"]);
        Assert.Equal(["one", "two"], Dataset.Load(text)["text"]);
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("zstandard", 1)]
    public void A_packed_file_that_was_cut_off_is_named(string kind, int codec)
    {
        byte[] packed = codec == 0 ? Gzip(s_csv) : Zstd(s_csv);
        foreach (int length in new[] { 20, packed.Length / 2, packed.Length - 1 })
        {
            string path = Write("rows.csv.gz", packed[..length]);

            string message = Assert.Throws<InvalidDataException>(() => Dataset.Load(path)).Message;

            Assert.StartsWith($"{path} begins like a file packed by {kind} but cannot be unpacked: ", message);
        }
    }

    [Theory]
    [InlineData("425A68393141592653590000", "bzip2", "bunzip2")]
    [InlineData("FD377A585A0000000000", "xz", "unxz")]
    [InlineData("04224D18000000000000", "lz4", "unlz4")]
    public void Other_kinds_of_packing_say_how_to_pack_again(string bytes, string kind, string command)
    {
        string path = Write("rows.csv", Convert.FromHexString(bytes));

        string message = Assert.Throws<InvalidDataException>(() => Dataset.Load(path)).Message;

        Assert.Contains($"is packed by {kind}, which is not supported. Pack it again by gzip or zstandard: {command} {path}", message);
    }

    [Fact]
    public void Plain_text_becomes_rows_as_the_reference_makes_them()
    {
        foreach (JsonNode? golden in JsonText.Read(Golden.Text("data", "text.json"))!.AsArray())
        {
            string path = _folder.Write("rows.txt", golden!["text"]!.GetValue<string>());
            SampleBy sampleBy = Enum.Parse<SampleBy>(golden["sample_by"]!.GetValue<string>(), ignoreCase: true);

            Dataset rows = Dataset.LoadText(path, sampleBy, golden["keep_linebreaks"]!.GetValue<bool>());

            Assert.Equal(golden["rows"]!.AsArray().Select(row => row!.GetValue<string>()), rows["text"]);
        }
    }

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zstd(byte[] bytes)
    {
        MemoryStream packed = new();
        using (CompressionStream zstd = new(packed))
        {
            zstd.Write(bytes);
        }

        return packed.ToArray();
    }
}
