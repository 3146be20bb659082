namespace FineTune.Tensors.Tests.IO;

public sealed class SafetensorsReadTests
{
    private const string Odd = "q\"\\\n\u0001/\u007f\u2028\U0001f600";

    [Fact]
    public void A_file_lists_its_tensors_in_the_order_of_their_data()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path("io", "mixed.safetensors"));

        Assert.Equal(
            ["z.ids", "d", "B", "b.weight", "empty", Odd, "u32", "i32", "\u00e4\u00df", "a.weight", "u16", "i16", "i8", "u8", "flag"], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(SafetensorsDType.BF16, file.EntryOf("\u00e4\u00df").DType);
        Assert.Equal([2, 3], file.EntryOf("b.weight").Dims);
        Assert.Equal("b.weight: F32 (2, 3)", file.EntryOf("b.weight").ToString());
        Assert.Equal(24, file.EntryOf("b.weight").ByteLength);
        Assert.Equal(new Shape(0, 4), file.ShapeOf("empty"));
        Assert.Equal(Shape.Scalar, file.ShapeOf(Odd));
    }

    [Fact]
    public void Floats_of_every_width_are_read_as_float32()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path("io", "mixed.safetensors"));

        Assert.Equal([0f, 1f / 7, 2f / 7, 3f / 7, 4f / 7, 5f / 7], file.ReadTensor("b.weight").ToArray());
        Assert.Equal([1.5f, -2.25f, 65504f], file.ReadTensor("a.weight").ToArray());
        Assert.Equal([3f], file.ReadTensor("\u00e4\u00df").ToArray());
        Assert.Equal([0.5f, -1.25f], file.ReadTensor("d").ToArray());
        Assert.Equal(3f, file.ReadTensor(Odd).Item());
        Assert.Empty(file.ReadTensor("empty").ToArray());
        Assert.True(float.IsNegative(file.ReadTensor("B").Item()));
    }

    [Fact]
    public void Whole_numbers_of_every_width_are_read_as_int64()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path("io", "mixed.safetensors"));

        Assert.Equal([-1, 1L << 40], file.ReadLongTensor("z.ids").ToArray());
        Assert.Equal([-5, 7], file.ReadLongTensor("i32").ToArray());
        Assert.Equal([uint.MaxValue], file.ReadLongTensor("u32").ToArray());
        Assert.Equal([-300], file.ReadLongTensor("i16").ToArray());
        Assert.Equal([65535], file.ReadLongTensor("u16").ToArray());
        Assert.Equal([-3], file.ReadLongTensor("i8").ToArray());
        Assert.Equal([1, 255], file.ReadLongTensor("u8").ToArray());
        Assert.Equal([1, 0, 1], file.ReadLongTensor("flag").ToArray());
    }

    [Theory]
    [InlineData("f16")]
    [InlineData("bf16")]
    [InlineData("f64")]
    public void Widening_and_rounding_equal_the_references_bit_for_bit(string name)
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile exact = SafetensorsFile.Open(Golden.Path("io", "rounding-f32.safetensors"));
        string golden = Golden.Path("io", $"rounding-{name}.safetensors");
        SafetensorsDType dtype = Enum.Parse<SafetensorsDType>(name, ignoreCase: true);

        SafetensorsFile.Save(folder.File("rounded"), [new("values", exact.ReadTensor("values"), dtype)]);
        using SafetensorsFile reference = SafetensorsFile.Open(golden);
        SafetensorsFile.Save(folder.File("again"), [new("values", reference.ReadTensor("values"), dtype)]);

        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(folder.File("rounded")));
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(folder.File("again")));
    }

    [Theory]
    [InlineData(SafetensorsDType.F16)]
    [InlineData(SafetensorsDType.BF16)]
    [InlineData(SafetensorsDType.F64)]
    public void What_is_not_a_number_stays_so(SafetensorsDType dtype)
    {
        using TemporaryFolder folder = new();
        float[] values = [float.NaN, -float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001), BitConverter.UInt32BitsToSingle(0xFFFFFFFF)];

        SafetensorsFile.Save(folder.File("a"), [new("x", Tensor.From(values, new Shape(4)), dtype)]);

        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a"));
        Assert.All(file.ReadTensor("x").ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Every_half_is_read_exactly()
    {
        using TemporaryFolder folder = new();
        byte[] header = "{\"x\":{\"dtype\":\"F16\",\"shape\":[65536],\"data_offsets\":[0,131072]}} "u8.ToArray();
        byte[] bytes = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, .. Enumerable.Range(0, 65536).SelectMany(i => new[] { (byte)i, (byte)(i >> 8) })];

        using SafetensorsFile file = SafetensorsFile.Open(folder.Write("a", bytes));

        Assert.Equal(Enumerable.Range(0, 65536).Select(i => (float)BitConverter.UInt16BitsToHalf((ushort)i)), file.ReadTensor("x").ToArray());
    }

    [Fact]
    public void Doubles_are_rounded_as_the_reference_rounds_them()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path("io", "doubles.safetensors"));

        Assert.Equal(file.ReadTensor("narrow").ToArray(), file.ReadTensor("wide").ToArray());
    }

    [Fact]
    public void Asking_for_the_wrong_thing_says_what_to_ask_for()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path("io", "mixed.safetensors"));

        string missing = Assert.Throws<SafetensorsException>(() => file.ReadTensor("b.wieght")).Message;
        string integers = Assert.Throws<SafetensorsException>(() => file.ReadTensor("z.ids")).Message;
        string floats = Assert.Throws<SafetensorsException>(() => file.ReadLongTensor("d")).Message;
        string length = Assert.Throws<SafetensorsException>(() => file.Read("b.weight", new float[5])).Message;

        Assert.Contains("has no tensor \"b.wieght\". It has \"z.ids\"", missing, StringComparison.Ordinal);
        Assert.Contains("holds I64, expected floats", integers, StringComparison.Ordinal);
        Assert.Contains("Use ReadLong", integers, StringComparison.Ordinal);
        Assert.Contains("Use Read for it", floats, StringComparison.Ordinal);
        Assert.Contains("has 6 elements, but the destination holds 5", length, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_reported_as_such() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(Golden.Path("io", "nowhere.safetensors")));

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_reported()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a", File.ReadAllBytes(Golden.Path("io", "mixed.safetensors")));
        using SafetensorsFile file = SafetensorsFile.Open(path);

        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            stream.SetLength(900);
        }

        Assert.Throws<EndOfStreamException>(() => file.ReadLongTensor("flag"));
    }
}
