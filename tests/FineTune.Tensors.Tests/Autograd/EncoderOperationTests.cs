using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Tensors.Tests.Kernels;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Rotary positions, gated units, means of sequences, norms without bias.</summary>
public sealed class EncoderOperationTests
{
    private static SequenceLayout Layout() => SequenceLayout.FromMask(new LongTensor([1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0], new(3, 5)));

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(64)]
    public void Rotary_turns_each_pair_of_halves_by_its_angle_and_leaves_the_rest(int size)
    {
        SequenceLayout layout = Layout();
        float[] x = Numbers.Draw(4, layout.TokenCount * size * 3);

        Tensor y = Rotary.Apply(Tensor.From(x, new(layout.TokenCount, size * 3)), new RotaryTable(160000, size), layout, heads: 2);

        for (int i = 0; i < x.Length; i++)
        {
            int d = i % size;
            double angle = layout.PaddedRows[i / (size * 3)] % 5 / Math.Pow(160000, 2.0 * (d % (size / 2)) / size);
            double turned = (x[i] * Math.Cos(angle)) + (d < size / 2 ? -x[i + (size / 2)] : x[i - (size / 2)]) * Math.Sin(angle);
            Assert.Equal(i / size % 3 < 2 ? turned : x[i], y.Span[i], 3e-7);
        }
    }

    [Fact]
    public void Rotary_gradient_equals_finite_differences() => GradientCheck.Assert(
        inputs => Rotary.Apply(inputs[0] * 1f, new RotaryTable(10000, 6), Layout(), heads: 2), 1e-4, Numbers.Tensor(4, 10, 18));

    [Fact]
    public void Rotary_gives_the_same_bits_at_every_width_and_thread_count()
    {
        static float[] Compute() =>
            Rotary.Apply(Numbers.Tensor(4, 10, 300), new RotaryTable(10000, 100), Layout(), heads: 3).ToArray();
        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("silu")]
    [InlineData("tanh")]
    [InlineData("linear")]
    [InlineData("leaky_relu")]
    public void A_gated_unit_equals_its_parts_and_its_gradient_finite_differences(string name)
    {
        Tensor x = Numbers.Tensor(8, 3, 2 * 21);
        Tensor parts = Activations.Get(name)(x.Narrow(-1, 0, 21)) * x.Narrow(-1, 21, 21);

        Close.Assert(parts.Span, Activations.GetGated(name)(x).Span, 0, name);
        if (name != "leaky_relu")
        {
            GradientCheck.Assert(inputs => Activations.GetGated(name)(inputs[0]), 1e-4, x);
        }
    }

    [Fact]
    public void A_gated_unit_gives_the_same_bits_at_every_width_and_thread_count()
    {
        static float[] Compute()
        {
            Tensor x = Numbers.Tensor(8, 40, 300);
            x.RequiresGrad = true;
            Tensor y = GatedUnit<GeluErf>.Apply(x);
            y.Sum().Backward();
            return [.. y.ToArray(), .. x.Grad!.ToArray()];
        }

        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Fact]
    public void The_mean_of_a_sequence_counts_its_keys_alone()
    {
        SequenceLayout layout = Layout();
        Tensor x = Numbers.Tensor(3, layout.TokenCount, 7);

        Tensor y = SequenceMean.Apply(x, layout);

        Assert.Equal((x.Span[0] + x.Span[7] + x.Span[14]) / 3, y.Span[0]);
        Assert.Equal((x.Span[3 * 7] + x.Span[4 * 7] + x.Span[5 * 7]) / 3, y.Span[7]);
        GradientCheck.Assert(inputs => SequenceMean.Apply(inputs[0], layout), 1e-4, x);
    }

    [Fact]
    public void A_norm_without_bias_adds_nothing_and_has_no_gradient_for_it()
    {
        LayerNorm norm = new(20, bias: false);
        LayerNorm withBias = new(20);
        Tensor x = Numbers.Tensor(6, 4, 20);

        Tensor y = norm.Forward(x);
        y.Sum().Backward();

        Assert.Null(norm.Bias);
        Assert.Equal(["weight"], norm.NamedParameters().Select(pair => pair.Name));
        Assert.Equal(withBias.Forward(x).ToArray(), y.ToArray());
        Assert.NotNull(norm.Weight.Grad);
    }

    [Fact]
    public void Embeddings_of_words_alone_are_looked_up_and_normalized()
    {
        Tensor words = Numbers.Tensor(2, 9, 20);
        LayerNorm norm = new(20, bias: false);
        int[] ids = [3, 8, 0, 3];

        Tensor y = EmbeddingLayerNormDropout.Apply(
            new TableLookup(words, ids), null, null, norm.Weight, norm.Offset, 1e-5f, 0, null, null);

        Assert.Equal(norm.Forward(words.IndexSelect(ids)).ToArray(), y.ToArray());
    }
}
