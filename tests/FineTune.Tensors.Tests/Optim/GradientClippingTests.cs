using System.Text.Json;

namespace FineTune.Tests.Optim;

public sealed class GradientClippingTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(Golden.Text("optim", "clipping.json")).RootElement;

    [Fact]
    public void The_norm_of_vectors_of_any_length_equals_torch_bit_for_bit()
    {
        foreach (JsonElement row in Document.GetProperty("norms").EnumerateArray())
        {
            Parameter parameter = WithGradient(new Shape(row[0].GetInt32()), row[1].GetUInt32(), 1);

            float norm = GradientClipping.GetTotalNorm([parameter]);

            Assert.True(row[2].GetUInt32() == BitConverter.SingleToUInt32Bits(norm), $"length {row[0]}");
        }
    }

    [Fact]
    public void Clipping_returns_the_norm_before_and_scales_as_torch_does()
    {
        foreach (JsonElement clip in Document.GetProperty("clips").EnumerateArray())
        {
            Parameter[] parameters = Three();

            float total = GradientClipping.ClipGradNorm(parameters, clip.GetProperty("max_norm").GetDouble());

            Assert.Equal(clip.GetProperty("total").GetUInt32(), BitConverter.SingleToUInt32Bits(total));
            float[] flat = [.. parameters.SelectMany(parameter => parameter.Grad!.ToArray())];
            Assert.All(clip.GetProperty("sample").EnumerateArray(), pair =>
                Assert.Equal(pair[1].GetUInt32(), BitConverter.SingleToUInt32Bits(flat[pair[0].GetInt32()])));
        }
    }

    private static Parameter[] Three() =>
    [
        WithGradient(new Shape(30, 7), 50, 0.5f), WithGradient(new Shape(129), 51, 0.5f), WithGradient(new Shape(64, 16), 52, 0.5f),
    ];

    private static Parameter WithGradient(Shape shape, uint seed, float scale)
    {
        Parameter parameter = new(Tensor.Zeros(shape));
        Gradients.Set(parameter, Sequence.Floats(shape.Length, seed, scale));
        return parameter;
    }
}
