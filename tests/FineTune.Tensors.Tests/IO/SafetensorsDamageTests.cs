using System.Buffers.Binary;
using System.Text;

namespace FineTune.Tensors.Tests.IO;

public sealed class SafetensorsDamageTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

    [Theory]
    [InlineData(Good, 4, null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"note":{"x":[1]}}}""", 4, null)]
    [InlineData("{}\n\t ", 0, null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}}""", 0, null)]
    [InlineData("""{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", 1, null)]
    [InlineData(" {}", 0, "does not begin with {")]
    [InlineData("", 0, "does not begin with {")]
    [InlineData("[]", 0, "does not begin with {")]
    [InlineData("{", 0, "not the JSON")]
    [InlineData("{}x", 0, "not the JSON")]
    [InlineData("{}\0\0", 0, "not the JSON")]
    [InlineData("""{"a":[]}""", 0, "a list where the description of tensor \"a\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "names \"a\" twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "names \"__metadata__\" twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "names \"k\" twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "a number where the text")]
    [InlineData("""{"__metadata__":null}""", 0, "null where the object")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "gives the dtype of tensor \"a\" twice")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "has no dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "has no shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "has no data_offsets")]
    [InlineData("""{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype \"f32\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers of zero or more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4, "whole numbers of zero or more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}""", 4, "whole numbers of zero or more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 4, "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", 0, "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "has 4 bytes, but its shape and dtype need 8")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "need parts of bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlaps")]
    [InlineData(Good, 3, "the file was cut off")]
    [InlineData(Good, 5, "bytes follow that belong to no tensor")]
    [InlineData("{}", 1, "bytes follow that belong to no tensor")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not the JSON")]
    public void A_broken_rule_of_the_header_is_named(string header, int dataBytes, string? problem)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.safetensors", Bytes(Encoding.UTF8.GetBytes(header), dataBytes));

        if (problem is null)
        {
            SafetensorsFile.Open(path).Dispose();
            return;
        }

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty (0 bytes)")]
    [InlineData("01020304050607", "has 7 bytes, too few")]
    [InlineData("01e1f50500000000", "header has 100000001 bytes, above the format's limit")]
    [InlineData("ffffffffffffffff", "above the format's limit")]
    [InlineData("03000000000000007b7d", "does not fit the file's 10; the file was cut off")]
    [InlineData("09000000000000007bff3a7b7d7d7d7d7d", "not valid UTF-8")]
    [InlineData("0500000000000000efbbbf7b7d", "does not begin with {")]
    public void A_broken_beginning_is_named(string hex, string problem)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.safetensors", Convert.FromHexString(hex));

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deeply_nested_headers_are_refused()
    {
        using TemporaryFolder folder = new();
        string header = "{\"a\":{\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}}";
        string path = folder.Write("a.safetensors", Bytes(Encoding.UTF8.GetBytes(header), 0));

        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void A_huge_tensor_that_is_not_there_allocates_nothing()
    {
        using TemporaryFolder folder = new();
        string header = """{"a":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}""";
        string path = folder.Write("a.safetensors", Bytes(Encoding.UTF8.GetBytes(header), 4));

        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void Every_mutation_of_a_file_is_read_or_refused_with_the_one_exception()
    {
        using TemporaryFolder folder = new();
        byte[] original = File.ReadAllBytes(Golden.Path("io", "mixed.safetensors"));
        Random random = new(1);
        int refused = 0;

        for (int i = 0; i < 500; i++)
        {
            string path = folder.Write($"mutated-{i}.safetensors", Mutation.Of(original, random));
            try
            {
                ReadEverything(path);
            }
            catch (SafetensorsException error)
            {
                refused++;
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(refused, 300, 499);
    }

    private static void ReadEverything(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (SafetensorsEntry entry in file.Entries)
        {
            Assert.InRange(entry.ByteLength, 0, 2000);
            if (entry.DType is SafetensorsDType.F32 or SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.F64)
            {
                Assert.Equal(entry.Length, file.ReadTensor(entry.Name).Length);
            }
            else
            {
                Assert.Equal(entry.Length, file.ReadLongTensor(entry.Name).Length);
            }
        }
    }

    private static byte[] Bytes(byte[] header, int dataBytes)
    {
        byte[] bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }
}
