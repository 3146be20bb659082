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

    [Theory]
    [InlineData(40, 24)]
    [InlineData(13, 7)]
    [InlineData(5, 3)]
    public void Rows_without_gradient_are_skipped_without_changing_the_norm(int rows, int width)
    {
        Parameter byRows = new(Tensor.Zeros(new Shape(rows, width)));
        Parameter whole = new(Tensor.Zeros(new Shape(rows, width)));
        Gradients.AddRows(byRows, [rows - 1, 2, 0], (row, column) => MathF.Sin((row * 100) + column));
        Gradients.Set(whole, byRows.Grad!.Span);

        Assert.Equal(GradientClipping.GetTotalNorm([whole]), GradientClipping.GetTotalNorm([byRows]));
    }

    [Fact]
    public void Scaling_waits_until_somebody_looks()
    {
        Parameter parameter = WithGradient(new Shape(4), 3, 1);
        float[] before = parameter.Grad!.ToArray();
        Tensor held = parameter.Grad!;

        float norm = GradientClipping.ClipGradNorm([parameter], 0.5);

        Assert.Equal(before, held.RawSpan.ToArray());
        float coefficient = 1f / (norm + 1e-6f) * 0.5f;
        Assert.Equal(Array.ConvertAll(before, value => value * coefficient), held.ToArray());
    }

    [Fact]
    public void Clipping_twice_scales_twice()
    {
        Parameter parameter = WithGradient(new Shape(40), 3, 1);

        GradientClipping.ClipGradNorm([parameter], 0.5);
        float second = GradientClipping.ClipGradNorm([parameter], 0.25);

        Assert.Equal(0.5f, second, 1e-5f);
        Assert.Equal(0.25f, GradientClipping.GetTotalNorm([parameter]), 1e-5f);
    }

    [Fact]
    public void What_is_added_after_clipping_is_added_to_the_scaled_gradient()
    {
        Parameter parameter = new(Tensor.Zeros(new Shape(6, 2)));
        Gradients.AddRows(parameter, [1], (_, _) => 3);
        GradientClipping.ClipGradNorm([parameter], 0.5);

        Gradients.AddRows(parameter, [1, 2], (_, _) => 1);

        float coefficient = 0.5f / (MathF.Sqrt(18) + 1e-6f);
        Assert.Equal(1 + (3 * coefficient), parameter.Grad!.Span[2], 1e-6f);
        Assert.Equal(1f, parameter.Grad!.Span[4]);
    }

    [Fact]
    public void Forgetting_a_clipped_gradient_leaves_nothing_behind()
    {
        Parameter parameter = WithGradient(new Shape(4), 3, 1);
        GradientClipping.ClipGradNorm([parameter], 0.5);

        parameter.ZeroGrad();
        Gradients.Set(parameter, [1f, 2f, 3f, 4f]);

        Assert.Equal([1f, 2f, 3f, 4f], parameter.Grad!.ToArray());
    }

    [Fact]
    public void A_norm_below_the_limit_leaves_every_bit()
    {
        Parameter parameter = WithGradient(new Shape(40), 3, 1e-3f);
        float[] before = parameter.Grad!.ToArray();

        GradientClipping.ClipGradNorm([parameter], 1);

        Assert.Equal(before, parameter.Grad!.ToArray());
    }

    [Fact]
    public void An_infinite_norm_makes_finite_gradients_zero_and_infinite_ones_NaN()
    {
        Parameter parameter = new(Tensor.Zeros(new Shape(3)));
        Gradients.Set(parameter, [1f, float.PositiveInfinity, -2f]);

        float norm = GradientClipping.ClipGradNorm([parameter], 1);

        Assert.Equal(float.PositiveInfinity, norm);
        Assert.Equal([0f, float.NaN, 0f], parameter.Grad!.ToArray());
    }

    [Fact]
    public void A_NaN_makes_every_gradient_NaN_in_rows_nobody_touched_too_until_it_is_forgotten()
    {
        Parameter table = new(Tensor.Zeros(new Shape(5, 2)));
        Gradients.AddRows(table, [3], (_, _) => float.NaN);
        GradientClipping.ClipGradNorm([table], 1);
        AdamW optimizer = new([new ParameterGroup([table])]);

        optimizer.Step();

        Assert.All(table.ToArray(), value => Assert.True(float.IsNaN(value)));
        optimizer.ZeroGrad();
        Gradients.AddRows(table, [1], (_, _) => 1);
        Assert.Equal([0f, 0f, 1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f], table.Grad!.ToArray());
    }

    [Fact]
    public void Nothing_with_a_gradient_has_norm_zero() =>
        Assert.Equal(0f, GradientClipping.ClipGradNorm([new Parameter(Tensor.Zeros(new Shape(3)))], 1));

    [Fact]
    public void Values_are_moved_into_their_range()
    {
        Parameter parameter = new(Tensor.Zeros(new Shape(4)));
        Gradients.Set(parameter, [-3f, 0.5f, 2f, float.NaN]);

        GradientClipping.ClipGradValue([parameter], 1);

        Assert.Equal([-1f, 0.5f, 1f, float.NaN], parameter.Grad!.ToArray());
    }

    private static Parameter[] Three() =>
    [
        WithGradient(new Shape(30, 7), 50, 0.5f), WithGradient(new Shape(129), 51, 0.5f), WithGradient(new Shape(64, 16), 52, 0.5f),
    ];

    private static Parameter WithGradient(Shape shape, uint seed, float scale)
    {
        Parameter parameter = new(Tensor.Zeros(shape));
        Gradients.Set(parameter, Sequence.Floats(shape.NumElements, seed, scale));
        return parameter;
    }
}
