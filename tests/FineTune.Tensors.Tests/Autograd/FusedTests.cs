using FineTune.Autograd;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>The fused operations on packed rows against the reference on the padded batch.</summary>
public sealed class FusedTests
{
    private const int Batch = 3;
    private const int Length = 5;
    private const float Epsilon = 1e-12f;
    private const double Tolerance = 1e-5;
    private const string File = "fused.json";

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    public void Dropout_of_packed_rows_drops_what_the_reference_drops_in_the_padded_batch(int width)
    {
        OpsGolden golden = OpsGolden.Load(File, $"dropout_packed_{width}");
        SequenceLayout layout = Layout();
        Tensor x = Packed(golden.Floats("x"), layout, width);

        Tensor y = FineTune.Autograd.Dropout.Apply(x, 0.3, new Generator(7UL), layout);
        (y * Packed(golden.Floats("dy"), layout, width).Detach()).Sum().Backward();

        Close.Assert(Packed(golden.Floats("y"), layout, width).Span, y.Span, 0, "y");
        Close.Assert(Packed(golden.Floats("dx"), layout, width).Span, x.Grad!.Span, 0, "dx");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    public void DropoutAddLayerNorm_gives_the_references_results_and_gradients_on_valid_rows(int width)
    {
        OpsGolden golden = OpsGolden.Load(File, $"dropout_add_layer_norm_packed_{width}");
        SequenceLayout layout = Layout();
        Tensor x = Packed(golden.Floats("x"), layout, width);
        Tensor r = Packed(golden.Floats("r"), layout, width);
        Parameter g = golden.Parameter("g", width);
        Parameter b = golden.Parameter("b", width);
        Generator generator = new(7UL);

        Tensor y = DropoutAddLayerNorm.Apply(x * 1f, r, g, b, Epsilon, Mask(x, 0.3, generator, layout));
        Close.Assert(Packed(golden.Floats("y"), layout, width).Span, y.Span, Tolerance, "y");
        (y * Packed(golden.Floats("dy"), layout, width).Detach()).Sum().Backward();

        Close.Assert(Packed(golden.Floats("dx"), layout, width).Span, x.Grad!.Span, Tolerance, "dx");
        Close.Assert(Packed(golden.Floats("dr"), layout, width).Span, r.Grad!.Span, Tolerance, "dr");
        Close.Assert(golden.Floats("dg"), g.Grad!.Span, Tolerance, "dg");
        Close.Assert(golden.Floats("db"), b.Grad!.Span, Tolerance, "db");
        Assert.Equal(golden.Floats("next"), new[] { generator.NextFloat(), generator.NextFloat() });
    }

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    public void EmbeddingLayerNormDropout_gives_the_references_results_and_gradients_on_valid_rows(int width)
    {
        OpsGolden golden = OpsGolden.Load(File, $"embeddings_packed_{width}");
        SequenceLayout layout = Layout();
        Parameter word = golden.Parameter("word_embeddings.weight", 11, width);
        Parameter type = golden.Parameter("token_type_embeddings.weight", 2, width);
        Parameter position = golden.Parameter("position_embeddings.weight", 8, width);
        Parameter g = golden.Parameter("LayerNorm.weight", width);
        Parameter b = golden.Parameter("LayerNorm.bias", width);
        int[] padded = layout.PaddedRows.ToArray();
        Generator generator = new(8UL);

        Tensor y = EmbeddingLayerNormDropout.Apply(
            new TableLookup(word, [.. padded.Select(row => golden.Ints("words")[row])], padding: 0),
            new TableLookup(type, [.. padded.Select(row => golden.Ints("types")[row])]),
            new TableLookup(position, [.. padded.Select(row => row % Length)]),
            g, b, Epsilon, 0.2, generator, layout);
        Close.Assert(Packed(golden.Floats("y"), layout, width).Span, y.Span, Tolerance, "y");
        (y * Packed(golden.Floats("dy"), layout, width).Detach()).Sum().Backward();

        Close.Assert(golden.Floats("dword_embeddings.weight"), word.Grad!.Span, Tolerance, "word");
        Close.Assert(golden.Floats("dtoken_type_embeddings.weight"), type.Grad!.Span, Tolerance, "type");
        Close.Assert(golden.Floats("dposition_embeddings.weight"), position.Grad!.Span, Tolerance, "position");
        Close.Assert(golden.Floats("dLayerNorm.weight"), g.Grad!.Span, Tolerance, "gamma");
        Close.Assert(golden.Floats("dLayerNorm.bias"), b.Grad!.Span, Tolerance, "beta");
        Assert.Equal(golden.Floats("next"), new[] { generator.NextFloat(), generator.NextFloat() });
    }

    [Fact]
    public void Without_dropout_DropoutAddLayerNorm_has_the_slope_of_its_graph() =>
        GradientCheck.Assert(
            x => DropoutAddLayerNorm.Apply(x[0] * 1f, x[1], x[2], x[3], 1e-5f, Mask(x[0], 0)),
            1e-4,
            Numbers.Tensor(1, 3, 7), Numbers.Tensor(2, 3, 7), Numbers.Tensor(3, 7), Numbers.Tensor(4, 7));

    [Fact]
    public void With_probability_1_the_dropped_term_neither_counts_nor_learns()
    {
        Tensor x = Numbers.Tensor(1, 3, 7);
        Tensor r = Numbers.Tensor(2, 3, 7);
        x.RequiresGrad = true;
        Tensor g = Numbers.Tensor(3, 7);
        Tensor b = Numbers.Tensor(4, 7);

        Tensor y = DropoutAddLayerNorm.Apply(x * 1f, r, g, b, 1e-5f, Mask(x, 1));
        y.Sum().Backward();

        Assert.Equal(Functional.LayerNorm(r, g, b).ToArray(), y.ToArray());
        Assert.All(x.Grad!.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Evaluation_and_training_without_dropout_give_the_same_bits()
    {
        Tensor r = Numbers.Tensor(2, 40, 48);
        Parameter g = new(Numbers.Tensor(3, 48));
        Tensor b = Numbers.Tensor(4, 48);

        Tensor trained = DropoutAddLayerNorm.Apply(Numbers.Tensor(1, 40, 48), r, g, b, 1e-5f, Mask(r, 0));
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        Tensor evaluated = DropoutAddLayerNorm.Apply(Numbers.Tensor(1, 40, 48), r, g, b, 1e-5f, Mask(r, 0));

        Assert.NotNull(trained.GradFn);
        Assert.Null(evaluated.GradFn);
        Assert.Equal(trained.ToArray(), evaluated.ToArray());
    }

    private static SequenceLayout Layout() =>
        SequenceLayout.FromMask(new LongTensor([.. OpsGolden.Load(File).Ints("mask").Select(value => (long)value)], new Shape(Batch, Length)));

    private static Tensor Packed(float[] padded, SequenceLayout layout, int width)
    {
        Tensor packed = Tensor.Zeros(new Shape(layout.TokenCount, width));
        for (int i = 0; i < layout.TokenCount; i++)
        {
            padded.AsSpan(layout.PaddedRows[i] * width, width).CopyTo(packed.Span[(i * width)..]);
        }

        packed.RequiresGrad = true;
        return packed;
    }

    private static Early<DropoutBits> Mask(Tensor x, double p, Generator? generator = null, SequenceLayout? layout = null) =>
        new(DropoutBits.Draw(p, x.Length / x.Shape[-1], x.Shape[-1], layout, generator));
}
