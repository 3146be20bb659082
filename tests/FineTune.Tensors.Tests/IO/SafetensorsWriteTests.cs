namespace FineTune.Tensors.Tests.IO;

public sealed class SafetensorsWriteTests
{
    [Theory]
    [InlineData("mixed.safetensors")]
    [InlineData("none.safetensors")]
    [InlineData("plain.safetensors")]
    public void A_written_file_equals_the_references_byte_for_byte(string name)
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile golden = SafetensorsFile.Open(Golden.Path("io", name));
        List<SafetensorsTensor> tensors = [.. golden.Entries.Select(entry => Copy(golden, entry)).Reverse()];

        SafetensorsFile.Save(folder.File("copy"), tensors, golden.Metadata);

        Assert.Equal(File.ReadAllBytes(golden.Path), File.ReadAllBytes(folder.File("copy")));
        Assert.Equal(["copy"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Saving_replaces_a_file_and_marks_it_as_pytorchs()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.safetensors", "old"u8);

        SafetensorsFile.Save(path, [new("x", Tensor.From([1, 2], new Shape(2)))]);

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([1, 2], file.ReadTensor("x").ToArray());
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.safetensors", "old"u8);
        SafetensorsTensor tooLarge = new("x", new LongTensor([300], new Shape(1)), SafetensorsDType.U8);

        Assert.Throws<ArgumentException>(() => SafetensorsFile.Save(path, [tooLarge]));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Names_must_be_unique_and_not_the_formats_own()
    {
        using TemporaryFolder folder = new();
        Tensor x = Tensor.Zeros(new Shape(1));

        Assert.Contains(
            "Two tensors are called \"x\"",
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Save(folder.File("a"), [new("x", x), new("x", x)])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Save(folder.File("a"), [new("__metadata__", x)]));
    }

    [Fact]
    public void A_kind_must_suit_the_numbers()
    {
        Assert.Throws<ArgumentException>(() => new SafetensorsTensor("x", Tensor.Zeros(new Shape(1)), SafetensorsDType.I64));
        Assert.Throws<ArgumentException>(() => new SafetensorsTensor("x", new LongTensor([1], new Shape(1)), SafetensorsDType.F32));
        Assert.Throws<ArgumentException>(() => new SafetensorsTensor("x", Tensor.Zeros(new Shape(1)), SafetensorsDType.F8E4M3));
    }

    internal static SafetensorsTensor Copy(SafetensorsFile file, SafetensorsEntry entry)
    {
        bool isFloat = entry.DType is SafetensorsDType.F32 or SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.F64;
        return new(entry.Name, isFloat ? file.ReadTensor(entry.Name) : file.ReadLongTensor(entry.Name), entry.DType);
    }
}
