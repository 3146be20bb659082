using FineTune.IO;

namespace FineTune.Tensors.Tests.IO;

public sealed class TorchWriteTests
{
    [Theory]
    [InlineData("optimizer.pt")]
    [InlineData("scheduler.pt")]
    [InlineData("pytorch_model.bin")]
    [InlineData("many.pt")]
    public void A_file_written_again_equals_the_references_byte_for_byte(string name)
    {
        using TemporaryFolder folder = new();
        string golden = Golden.Path("io", "torch", name);

        using (TorchFile file = TorchFile.Open(golden))
        {
            TorchFile.Save(folder.File(name), file.Root);
        }

        AssertEqualButForTheirId(golden, folder.File(name));
    }

    [Theory]
    [InlineData("rng_state.pth", false)]
    [InlineData("rng_state_used.pth", true)]
    public void Random_states_written_again_equal_the_references_byte_for_byte(string name, bool used)
    {
        using TemporaryFolder folder = new();
        string golden = Golden.Path("io", "torch", name);

        RngStateFile states = RngStateFile.Load(golden);
        states.Save(folder.File(name));

        AssertEqualButForTheirId(golden, folder.File(name));
        Assert.Equal(used, states.Python.GaussNext.HasValue);
        Assert.Equal(used, states.NumPy.HasGauss);
        Generator generator = new(0);
        generator.SetState(states.Cpu);
        Assert.Equal(42u, generator.InitialSeed);
    }

    [Fact]
    public void The_states_of_a_seeded_run_equal_the_references_byte_for_byte()
    {
        using TemporaryFolder folder = new();
        Generator generator = new(42);
        generator.Uniform(new float[5]);
        generator.Normal(new float[3]);

        RngStateFile.For(42, generator).Save(folder.File("rng_state.pth"));

        AssertEqualButForTheirId(Golden.Path("io", "torch", "rng_state.pth"), folder.File("rng_state.pth"));
    }

    [Fact]
    public void Tensors_made_here_are_read_back()
    {
        using TemporaryFolder folder = new();
        Tensor large = Tensor.Zeros(new Shape(1000, 1100));
        new Generator(1).Normal(large);

        TorchFile.Save(folder.File("a.pt"), new PickleDict
        {
            ["large"] = new TorchTensor(large),
            ["scalar"] = new TorchTensor(1.5f),
            ["ids"] = new TorchTensor(new LongTensor([3, -4], new Shape(2))),
            ["bytes"] = new TorchTensor([1, 2, 255]),
            ["list"] = new List<object?> { 7, 1L << 40, "text", null, -1.5, new PickleTuple(true) },
        });

        using TorchFile file = TorchFile.Open(folder.File("a.pt"));
        Assert.Equal(large.ToArray(), file.Get<TorchTensor>(file.RootDict, "large").ReadTensor().ToArray());
        Assert.Equal(1.5f, file.Get<TorchTensor>(file.RootDict, "scalar").ReadTensor().Item());
        Assert.Equal([3, -4], file.Get<TorchTensor>(file.RootDict, "ids").ReadLongTensor().ToArray());
        Assert.Equal([1, 2, 255], file.Get<TorchTensor>(file.RootDict, "bytes").ReadBytes());
        Assert.Equal([7L, 1L << 40, "text", null, -1.5], file.Get<List<object?>>(file.RootDict, "list").Take(5));
    }

    [Fact]
    public void One_tensor_named_twice_is_written_once()
    {
        using TemporaryFolder folder = new();
        TorchTensor tied = new(Tensor.Full(new Shape(10_000), 1));

        TorchFile.Save(folder.File("a.pt"), new PickleDict { ["a"] = tied, ["b"] = tied });

        Assert.InRange(new FileInfo(folder.File("a.pt")).Length, 40_000, 42_000);
        using TorchFile file = TorchFile.Open(folder.File("a.pt"));
        Assert.Same(file.Get<TorchTensor>(file.RootDict, "a"), file.Get<TorchTensor>(file.RootDict, "b"));
    }

    [Fact]
    public void Every_record_begins_at_a_multiple_of_64()
    {
        using FileReader reader = new(Golden.Path("io", "torch", "optimizer.pt"));
        using TemporaryFolder folder = new();
        TorchFile.Save(folder.File("a-name-of-another-length.pt"), new PickleDict { ["x"] = new TorchTensor(1f), ["y"] = new TorchTensor(2f) });
        using FileReader written = new(folder.File("a-name-of-another-length.pt"));

        Assert.All(ZipDirectory.Read(reader), record => Assert.Equal(0, record.Position % 64));
        Assert.All(ZipDirectory.Read(written), record => Assert.Equal(0, record.Position % 64));
        Assert.StartsWith("a-name-of-another-length/", ZipDirectory.Read(written)[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_torch_file_holds_is_refused()
    {
        using TemporaryFolder folder = new();
        List<object?> endless = [];
        endless.Add(new List<object?> { new PickleTuple(endless) });
        List<object?> deep = [];
        for (int i = 0; i < 200; i++)
        {
            deep = [deep];
        }

        Assert.Throws<ArgumentException>(() => TorchFile.Save(folder.File("a.pt"), new Uri("https://example.org")));
        Assert.Throws<ArgumentException>(() => TorchFile.Save(folder.File("a.pt"), deep));
        TorchFile.Save(folder.File("a.pt"), endless);
        Assert.Equal(["a.pt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    /// <summary>The 40 digits of the serialization id are the writer's own, and with them their checksum, which stands in two places.</summary>
    private static void AssertEqualButForTheirId(string expected, string actual)
    {
        Assert.Equal(Masked(expected), Masked(actual));
    }

    private static byte[] Masked(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using FileReader reader = new(path);
        ZipRecord id = ZipDirectory.Read(reader)[^1];
        Assert.EndsWith("/.data/serialization_id", id.Name, StringComparison.Ordinal);
        bytes.AsSpan((int)id.Position, 40).Clear();
        bytes.AsSpan((int)id.Position + 44, 4).Clear();
        int entry = bytes.AsSpan().LastIndexOf(System.Text.Encoding.ASCII.GetBytes(id.Name)) - 46;
        bytes.AsSpan(entry + 16, 4).Clear();
        return bytes;
    }
}
