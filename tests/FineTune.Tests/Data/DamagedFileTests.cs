using System.Text;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Whatever a file's bytes are, reading it ends in its rows or in an error that names it.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files() =>
    [
        "parquet/dictionary_v1.parquet", "parquet/delta_v2.parquet", "parquet/nested_v2.parquet", "parquet/codec_zstd.parquet",
        "parquet/codec_snappy.parquet", "parquet/codec_gzip.parquet",
        "arrow/stream_plain.arrow", "arrow/stream_zstd.arrow", "arrow/file_lz4.arrow",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Wrong_bytes_give_rows_or_an_error_that_names_the_file(string name)
    {
        byte[] good = File.ReadAllBytes(Golden.Path("data", name));
        int refused = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            string path = Write(name, Damage(good, new Random(seed)));
            refused += Refusal(path) is { } message && message.Contains(path, StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(refused, 5, 40);
    }

    [Theory]
    [InlineData(".parquet")]
    [InlineData(".arrow")]
    public async Task A_mistake_of_a_reader_is_not_taken_for_damage(string ending)
    {
        Exception[] mistakes = [new NullReferenceException(), new InvalidCastException(), new InvalidOperationException(), new KeyNotFoundException(), new ArgumentException(), new IOException()];
        foreach (Exception mistake in mistakes)
        {
            Assert.Same(mistake, await Record.ExceptionAsync(() => ReadAsync(ending, mistake)));
        }

        Assert.StartsWith("rows is damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(ending, new IndexOutOfRangeException()))).Message);
    }

    private static async Task ReadAsync(string ending, Exception error)
    {
        ThrowingStream stream = new(error);
        if (ending == ".arrow")
        {
            await ArrowFile.ReadAsync("rows", stream);
        }
        else
        {
            await using ParquetFile file = await ParquetFile.OpenAsync("rows", stream);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_was_cut_off_is_refused(string name)
    {
        byte[] good = File.ReadAllBytes(Golden.Path("data", name));
        foreach (int length in new[] { 0, 5, good.Length / 3, good.Length * 2 / 3 })
        {
            string path = Write(name, good[..length]);

            Assert.StartsWith(path, Refusal(path));
        }
    }

    [Fact]
    public void A_batch_that_has_lost_its_columns_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(Golden.Path("data", "arrow/file_lz4.arrow"));
        string path = Write("x.arrow", [.. bytes[..6632], .. bytes[6805..]]);

        Assert.StartsWith(path, Refusal(path));
    }

    [Fact]
    public void A_description_of_columns_with_a_class_that_occurs_twice_is_refused_with_the_name_of_the_file()
    {
        string good = _folder.File("good.parquet");
        Dataset.FromColumns(("label", new long[] { 0, 1 })).CastColumn("label", new ClassLabel("classA", "classB")).ToParquet(good);
        string path = Write("x.parquet", Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(good)).Replace("classB", "classA", StringComparison.Ordinal)));

        string? message = Refusal(path);

        Assert.StartsWith(path, message);
        Assert.Contains("The class name \"classA\" stands at 0 and at 1", message);
    }

    /// <summary>A reference that goes back makes a description of columns endless: a reader that follows it never returns.</summary>
    [Fact]
    public void A_description_of_columns_without_an_end_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(Golden.Path("data", "arrow/stream_plain.arrow"));
        int refused = 0;
        for (int place = 8; place < 2000; place += 4)
        {
            byte[] damaged = [.. bytes];
            BitConverter.TryWriteBytes(damaged.AsSpan(place), -16);
            refused += Refusal(Write("x.arrow", damaged)) is null ? 0 : 1;
        }

        Assert.InRange(refused, 100, 498);
    }

    /// <summary>Where the list of a batch's buffers is said to be nowhere, Arrow's library goes there all the same.</summary>
    [Theory]
    [InlineData("arrow/file_lz4.arrow", 3932)]
    [InlineData("arrow/stream_zstd.arrow", 4166)]
    public void A_batch_without_its_list_of_buffers_is_refused(string name, int place)
    {
        byte[] bytes = File.ReadAllBytes(Golden.Path("data", name));
        BitConverter.TryWriteBytes(bytes.AsSpan(place), (short)0);
        string path = Write(name, bytes);

        Assert.StartsWith($"{path}, batch ", Refusal(path));
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused()
    {
        string good = _folder.File("good.arrow");
        Dataset.FromColumns(("columnA", new long[] { 0, 1 }), ("columnB", new long[] { 0, 1 })).SaveToDisk(_folder.File("saved"));
        File.Copy(Directory.EnumerateFiles(_folder.File("saved"), "*.arrow").Single(), good);
        string path = Write("x.arrow", Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(good)).Replace("columnB", "columnA", StringComparison.Ordinal)));

        string? message = Refusal(path);

        Assert.StartsWith(path, message);
        Assert.Contains("cannot be read: two of its columns, or two keys of one, are called \"columnA\".", message);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.File("damaged" + Path.GetExtension(name));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>The message with which a file is refused; null if it is read, every value of it.</summary>
    private static string? Refusal(string path)
    {
        try
        {
            Dataset data = Dataset.Load(path);
            foreach (string column in data.ColumnNames)
            {
                Assert.Equal(data.NumRows, data[column].Count);
            }

            return null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        for (int i = 0; i < 12; i++)
        {
            int place = random.Next(bytes.Length - 4);
            switch (random.Next(3))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[place] = (byte)random.Next(256);
                    break;
                default:
                    BitConverter.TryWriteBytes(bytes.AsSpan(place), random.Next(2) == 0 ? int.MaxValue : 1 << 30);
                    break;
            }
        }

        return bytes;
    }

    /// <summary>A file of which any read ends in the same exception, as code of a reader may.</summary>
    private sealed class ThrowingStream(Exception error) : MemoryStream(new byte[1000])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw error;
    }
}
