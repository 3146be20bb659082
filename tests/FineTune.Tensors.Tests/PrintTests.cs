using System.Runtime.InteropServices;
using System.Text.Json;

namespace FineTune.Tensors.Tests;

public sealed class PrintTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden().RootElement.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tensor_prints_as_NumPy_prints_an_array(int index)
    {
        JsonElement array = Golden().RootElement[index];
        Shape shape = new([.. array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);
        byte[] bytes = array.TryGetProperty("hex", out JsonElement hex) ? Convert.FromHexString(hex.GetString()!) : Ramp(shape.NumElements, array);

        TensorBase tensor = array.GetProperty("dtype").GetString() == "float32"
            ? Tensor.From(MemoryMarshal.Cast<byte, float>(bytes), shape)
            : new LongTensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), shape);

        Assert.Equal(array.GetProperty("text").GetString(), tensor.ToString());
    }

    [Fact]
    public void A_tensor_that_was_given_back_prints_its_shape()
    {
        Tensor tensor = Tensor.Zeros(new(2, 3));
        tensor.Dispose();

        Assert.Equal("Tensor(2, 3), given back", tensor.ToString());
    }

    [Fact]
    public void A_debugger_shows_the_shape_and_the_first_numbers()
    {
        Assert.Equal("LongTensor(2, 4) [0, 1, 2, 3, 4, 5, ...]", ArrayText.Line<long>("LongTensor", [0, 1, 2, 3, 4, 5, 6, 7], new(2, 4)));
        Assert.Equal("Tensor(2) [0.5, -1.]", ArrayText.Line<float>("Tensor", [0.5f, -1], new(2)));
    }

    private static byte[] Ramp(int count, JsonElement array)
    {
        long[] numbers = [.. Enumerable.Range(0, count).Select(i => i * 7919L % 1009)];
        return array.GetProperty("dtype").GetString() == "float32"
            ? [.. MemoryMarshal.AsBytes(Array.ConvertAll(numbers, number => number * array.GetProperty("scale").GetSingle()).AsSpan())]
            : [.. MemoryMarshal.AsBytes(numbers.AsSpan())];
    }

    private static JsonDocument Golden() => JsonDocument.Parse(Testing.Golden.Text("ops", "prints.json"));
}
