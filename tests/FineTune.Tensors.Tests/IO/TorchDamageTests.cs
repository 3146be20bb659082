using System.Buffers.Binary;
using System.Text;
using FineTune.IO;

namespace FineTune.Tensors.Tests.IO;

public sealed class TorchDamageTests
{
    private const string Storage = "X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu";

    [Theory]
    [InlineData("hostile_system.pt", "asks for the Python object \"posix.system\"")]
    [InlineData("hostile_getattr.pt", "asks for the Python object \"__builtin__.getattr\"")]
    [InlineData("hostile_partial.pt", "asks for the Python object \"torch.nn.modules.linear.Linear\"")]
    [InlineData("hostile_counter.pt", "asks for the Python object \"collections.Counter\"")]
    [InlineData("hostile_deflated.pt", "is compressed or encrypted")]
    [InlineData("hostile_pickle.pt", "is a Python pickle that torch.save did not write, and is not read, since it could run code")]
    public void A_file_that_asks_for_more_than_data_is_refused(string name, string reason)
    {
        string path = Golden.Path("io", "torch", name);

        TorchFileException error = Assert.Throws<TorchFileException>(() => TorchFile.Open(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0002\0\0\0lstR.", "\"os.system\"")]
    [InlineData("cbuiltins\neval\n.", "\"builtins.eval\"")]
    [InlineData("ctorch\nsave\n.", "\"torch.save\"")]
    [InlineData("ctorch", "a name without an end")]
    [InlineData("", "ends in the middle")]
    [InlineData("}", "ends in the middle")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffabc.", "ends in the middle")]
    [InlineData("X\u0001\0\0\0\u00ff.", "not valid UTF-8")]
    [InlineData(".", "takes more than there is")]
    [InlineData("a.", "takes more than there is")]
    [InlineData("t.", "takes more than there is")]
    [InlineData("](K\u0001ea.", "takes more than there is")]
    [InlineData("K\u0001(e.", "appends to something that is not a list")]
    [InlineData("K\u0001K\u0002.", "unfinished objects")]
    [InlineData("(K\u0001.", "unfinished objects")]
    [InlineData("h\u0005.", "an object that is not there")]
    [InlineData("}(K\u0001u.", "something that is not a dict")]
    [InlineData("}]K\u0001s.", "neither text nor a whole number")]
    [InlineData("]}b.", "a state to an object that has none")]
    [InlineData("]]R.", "something that cannot be called")]
    [InlineData("ccollections\nOrderedDict\n]K\u0001K\u0002\u0086a\u0085R.", "with arguments torch does not give it")]
    [InlineData("\u0080\u0004.", "protocol 4")]
    [InlineData("c__main__\nx\n)\u0081.", "\"__main__.x\"")]
    [InlineData(")]\u0081.", "instruction 0x81")]
    [InlineData("i__main__\nx\n.", "instruction 0x69")]
    [InlineData("X\u0003\0\0\0urlQ.", "not a storage")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "not described as torch does")]
    [InlineData("(" + Storage + "K\u0002tQ.", null)]
    [InlineData("(" + Storage + "K\u0003tQ.", "missing or does not have 12 bytes")]
    [InlineData("(" + Storage + "J\u00ff\u00ff\u00ff\u00fftQ.", "not a storage")]
    [InlineData("(" + Storage + "\u008a\u0008\0\0\0\0\0\0\0\u007ftQ.", "too large")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\0K\u0002\u0085K\u0001\u0085\u0089Nt" + "R.", null)]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\u0001K\u0002\u0085K\u0001\u0085\u0089Nt" + "R.", "does not fit its storage of 8 bytes")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\0K\u0002\u0085K\u0002\u0085\u0089Nt" + "R.", "does not fit its storage")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\0K\u0003\u0085K\0\u0085\u0089Nt" + "R.", "does not fit its storage")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\0J\u00ff\u00ff\u00ff\u00ff\u0085K\u0001\u0085\u0089Nt" + "R.", "sizes that are not whole numbers")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n((" + Storage + "K\u0002tQK\0J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007f\u0087K\0K\0K\0\u0087\u0089Nt" + "R.", "does not fit")]
    [InlineData("c_codecs\nencode\nX\u0001\0\0\0bX\u0005\0\0\0utf-8\u0086R.", "not written as torch does")]
    public void A_pickle_that_torch_does_not_write_is_refused(string pickle, string? reason)
    {
        using TemporaryFolder folder = new();
        string path = WithPickle(folder, Encoding.Latin1.GetBytes(pickle));

        if (reason is null)
        {
            TorchFile.Open(path).Dispose();
            return;
        }

        TorchFileException error = Assert.Throws<TorchFileException>(() => TorchFile.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_of_any_depth_does_not_overflow_the_stack()
    {
        using TemporaryFolder folder = new();
        string nested = new string(']', 500_000) + new string('a', 499_999) + ".";
        string endless = "]q\0h\0a.";
        string tooMany = new string(']', 2_000_000);

        TorchFile.Open(WithPickle(folder, Encoding.Latin1.GetBytes(nested))).Dispose();
        TorchFile.Open(WithPickle(folder, Encoding.Latin1.GetBytes(endless))).Dispose();
        Assert.Throws<TorchFileException>(() => TorchFile.Open(WithPickle(folder, Encoding.Latin1.GetBytes(tooMany))));
    }

    [Fact]
    public void Bytes_repeated_from_memory_are_refused_before_they_add_up()
    {
        using TemporaryFolder folder = new();
        byte[] text = [(byte)'X', 0x40, 0x42, 0x0f, 0, .. Enumerable.Repeat((byte)'a', 1_000_000), (byte)'q', 0];
        byte[] encode = Encoding.Latin1.GetBytes("c_codecs\nencode\nh\0X\u0006\0\0\0latin1\u0086R");

        string path = WithPickle(folder, [.. text, .. Enumerable.Repeat(encode, 1000).SelectMany(part => part), (byte)'.']);

        string message = Assert.Throws<TorchFileException>(() => TorchFile.Open(path)).Message;
        Assert.Contains("the same bytes many times over", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_number_is_noticed_by_its_checksum()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = File.ReadAllBytes(Golden.Path("io", "torch", "pytorch_model.bin"));
        using (FileReader reader = new(Golden.Path("io", "torch", "pytorch_model.bin")))
        {
            bytes[ZipDirectory.Read(reader).Single(record => record.Name.EndsWith("data/0", StringComparison.Ordinal)).Position + 5] ^= 1;
        }

        using TorchFile file = TorchFile.Open(folder.Write("a.bin", bytes));

        string message = Assert.Throws<TorchFileException>(() => file.Get<TorchTensor>(file.RootDict, "weight").ReadTensor()).Message;
        Assert.Contains("their checksum is wrong", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_overlap_lie_elsewhere_or_share_a_name_are_refused()
    {
        using TemporaryFolder folder = new();
        byte[] original = File.ReadAllBytes(Golden.Path("io", "torch", "pytorch_model.bin"));
        int first = Entry(original, "pytorch_model/data/0");
        int second = Entry(original, "pytorch_model/data/1");
        int pickle = Entry(original, "pytorch_model/data.pkl");

        string Problem(Action<byte[]> damage)
        {
            byte[] bytes = [.. original];
            damage(bytes);
            return Assert.Throws<TorchFileException>(() => TorchFile.Open(folder.Write("a.bin", bytes))).Message;
        }

        Assert.Contains("is not where its directory says", Problem(b => b.AsSpan(first + 42, 4).CopyTo(b.AsSpan(second + 42))), StringComparison.Ordinal);
        Assert.Contains("two records named", Problem(b => b[second + 46 + "pytorch_model/data/".Length] = (byte)'0'), StringComparison.Ordinal);
        Assert.Contains("does not lie inside", Problem(b => b.AsSpan(first + 42, 4).Fill(0x7f)), StringComparison.Ordinal);
        Assert.Contains("has two lengths", Problem(b => b[first + 20]++), StringComparison.Ordinal);
        Assert.Contains("two of its records overlap", Problem(b => Grow(b, first, 400)), StringComparison.Ordinal);
        Assert.Contains("is compressed or encrypted", Problem(b => b[first + 10] = 8), StringComparison.Ordinal);
        Assert.Contains("is compressed or encrypted", Problem(b => b[first + 8] |= 1), StringComparison.Ordinal);
        Assert.Contains("its checksum is wrong", Problem(b => b[pickle + 16]++), StringComparison.Ordinal);
        Assert.Contains("cannot list", Problem(b => b.AsSpan(b.Length - 12, 2).Fill(0xfe)), StringComparison.Ordinal);
        Assert.Contains("does not lie inside it", Problem(b => b.AsSpan(b.Length - 6, 4).Fill(0x7f)), StringComparison.Ordinal);
        Assert.Contains("damaged", Problem(b => b[first] = 0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_file_of_something_else_is_refused()
    {
        using TemporaryFolder folder = new();
        using (FileStream stream = File.Create(folder.File("a.zip")))
        {
            ZipWriter zip = new(stream);
            zip.Add("readme.txt", "hello"u8);
            zip.Finish();
        }

        string message = Assert.Throws<TorchFileException>(() => TorchFile.Open(folder.File("a.zip"))).Message;
        Assert.Contains("without data.pkl", message, StringComparison.Ordinal);
        Assert.Throws<TorchFileException>(() => TorchFile.Open(folder.Write("empty", [])));
        Assert.Throws<FileNotFoundException>(() => TorchFile.Open(folder.File("nowhere")));
    }

    [Fact]
    public void Directories_with_64_bit_numbers_are_followed_and_checked()
    {
        using TemporaryFolder folder = new();
        byte[] original = File.ReadAllBytes(Golden.Path("io", "torch", "pytorch_model.bin"));
        byte[] wide = [.. original];
        wide.AsSpan(wide.Length - 14, 12).Fill(0xff);
        byte[] broken = [.. wide];
        broken[original.Length - 22 - 20 + 8]++;

        TorchFile.Open(folder.Write("a.bin", wide)).Dispose();
        Assert.Throws<TorchFileException>(() => TorchFile.Open(folder.Write("b.bin", broken)));
    }

    [Theory]
    [InlineData("optimizer.pt")]
    [InlineData("legacy.bin")]
    [InlineData("mixed.pt")]
    public void Every_mutation_of_a_file_is_read_or_refused_with_the_one_exception(string name)
    {
        using TemporaryFolder folder = new();
        byte[] original = File.ReadAllBytes(Golden.Path("io", "torch", name));
        Random random = new(name.Length);

        int refused = Enumerable.Range(0, 250).Count(i => IsRefused(folder.Write($"mutated-{i}", Mutation.Of(original, random))));

        Assert.InRange(refused, 50, 250);
    }

    [Theory]
    [InlineData("optimizer.pt")]
    [InlineData("rng_state.pth")]
    [InlineData("mixed.pt")]
    public void Every_mutation_of_a_pickle_is_read_or_refused_with_the_one_exception(string name)
    {
        using TemporaryFolder folder = new();
        using FileReader reader = new(Golden.Path("io", "torch", name));
        List<ZipRecord> records = ZipDirectory.Read(reader);
        Random random = new(name.Length);

        int refused = Enumerable.Range(0, 250).Count(i => IsRefused(Rewrite(folder.File($"mutated-{i}"), reader, records, pickle => Mutation.Of(pickle, random))));

        Assert.InRange(refused, 50, 249);
    }

    [Fact]
    public void A_file_that_holds_no_random_states_says_which_is_missing()
    {
        using TemporaryFolder folder = new();
        RngStateFile good = RngStateFile.Load(Golden.Path("io", "torch", "rng_state.pth"));
        good.Save(folder.File("good.pth"));
        using TorchFile file = TorchFile.Open(folder.File("good.pth"));

        foreach (string key in new[] { "python", "numpy", "cpu" })
        {
            PickleDict damaged = new();
            foreach ((object name, object? value) in file.RootDict)
            {
                damaged[name] = name is string text && text == key ? new PickleTuple(3L, new PickleTuple(), null) : value;
            }

            TorchFile.Save(folder.File("bad.pth"), damaged);
            string message = Assert.Throws<TorchFileException>(() => RngStateFile.Load(folder.File("bad.pth"))).Message;
            Assert.Contains($"under \"{key}\"", message, StringComparison.Ordinal);
        }
    }

    private static bool IsRefused(string path)
    {
        try
        {
            using TorchFile file = TorchFile.Open(path);
            Walk(file.Root, []);
            return false;
        }
        catch (TorchFileException error)
        {
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            return true;
        }
    }

    private static void Walk(object? value, HashSet<object> seen)
    {
        if (value is null or string || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        switch (value)
        {
            case TorchTensor tensor when tensor.DType is SafetensorsDType.F32 or SafetensorsDType.F64 or SafetensorsDType.F16 or SafetensorsDType.BF16:
                Assert.Equal(tensor.Length, tensor.ReadTensor().Length);
                break;
            case TorchTensor tensor:
                Assert.Equal(tensor.Length, tensor.ReadLongTensor().Length);
                break;
            case IEnumerable<object?> items:
                foreach (object? item in items)
                {
                    Walk(item, seen);
                }

                break;
            case PickleDict dict:
                foreach ((object _, object? item) in dict)
                {
                    Walk(item, seen);
                }

                break;
        }
    }

    private static string Rewrite(string path, FileReader reader, List<ZipRecord> records, Func<byte[], byte[]> changePickle)
    {
        using FileStream stream = File.Create(path);
        ZipWriter zip = new(stream);
        foreach (ZipRecord record in records)
        {
            byte[] bytes = new byte[record.Length];
            reader.Read(bytes, record.Position);
            zip.Add(record.Name, record.Name.EndsWith("data.pkl", StringComparison.Ordinal) ? changePickle(bytes) : bytes);
        }

        zip.Finish();
        return path;
    }

    /// <summary>A file with this pickle and one storage, 0, of two floats.</summary>
    private static string WithPickle(TemporaryFolder folder, ReadOnlySpan<byte> pickle)
    {
        string path = folder.File("a.pt");
        using FileStream stream = File.Create(path);
        ZipWriter zip = new(stream);
        zip.Add("a/data.pkl", pickle);
        zip.Add("a/data/0", new byte[8]);
        zip.Add("a/version", "3\n"u8);
        zip.Finish();
        return path;
    }

    private static int Entry(byte[] zip, string name) => zip.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) - 46;

    private static void Grow(byte[] zip, int entry, uint length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(entry + 20), length);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(entry + 24), length);
    }
}
