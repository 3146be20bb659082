namespace FineTune.Tensors.Tests.Autograd;

public sealed class LayerTests
{
    // Sums of a few dozen float products in another order.
    private const double Tolerance = 3e-6;
    private const string File = "layers.json";

    public static TheoryData<string, string> Broadcasts
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string kind in new[] { "add", "sub", "mul", "div" })
            {
                foreach (string shapes in new[] { "same", "scalar", "row", "left_row", "column", "crossed", "ones" })
                {
                    data.Add(kind, shapes);
                }
            }

            return data;
        }
    }

    [Theory]
    [InlineData("softmax_5", 3, 5)]
    [InlineData("softmax_37", 2, 37)]
    [InlineData("softmax_32", 4, 32)]
    [InlineData("log_softmax_5", 3, 5)]
    [InlineData("log_softmax_37", 2, 37)]
    [InlineData("log_softmax_32", 4, 32)]
    public void Softmax_and_its_logarithm_give_the_references_results_and_gradients(string name, int rows, int width)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(rows, width));

        golden.Check(name[0] == 's' ? x.Softmax() : x.LogSoftmax(), Tolerance, ("x", x));
    }

    [Theory]
    [InlineData("softmax_middle")]
    [InlineData("log_softmax_middle")]
    public void Softmax_runs_along_any_axis(string name)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(3, 4, 5));

        golden.Check(name[0] == 's' ? Functional.Softmax(x, 1) : Functional.LogSoftmax(x, 1), Tolerance, ("x", x));
    }

    [Theory]
    [InlineData(20, 34)]
    [InlineData(37, 5)]
    public void LayerNorm_gives_the_references_results_and_gradients(int width, int rows)
    {
        OpsGolden golden = OpsGolden.Load(File, $"layer_norm_{width}");
        Tensor x = golden.Leaf("x", new Shape(rows, width));
        Parameter g = golden.Parameter("g", width);
        Parameter b = golden.Parameter("b", width);

        golden.Check(Functional.LayerNorm(x, g, b, 1e-12), 1e-5, ("x", x), ("g", g), ("b", b));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("linear_gelu")]
    public void Linear_gives_the_references_results_and_gradients(string name)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(2, 3, 5));
        Parameter w = golden.Parameter("w", 7, 5);
        Parameter b = golden.Parameter("b", 7);
        FineTune.Kernels.GemmEpilogue epilogue =
            name == "linear" ? FineTune.Kernels.GemmEpilogue.None : FineTune.Kernels.GemmEpilogue.Gelu;

        golden.Check(FineTune.Autograd.Linear.Apply(x, w, b, epilogue), Tolerance, ("x", x), ("w", w), ("b", b));
    }

    [Theory]
    [InlineData("stacks")]
    [InlineData("one_right")]
    [InlineData("one_left")]
    [InlineData("crossed")]
    [InlineData("plain")]
    public void MatMul_gives_the_references_results_and_gradients(string name)
    {
        OpsGolden golden = OpsGolden.Load(File, "matmul_" + name);
        Tensor a = golden.Leaf("a", golden.Shape("a_shape"));
        Tensor b = golden.Leaf("b", golden.Shape("b_shape"));

        Tensor y = a.MatMul(b);

        Assert.Equal(golden.Shape("y_shape"), y.Shape);
        golden.Check(y, Tolerance, ("a", a), ("b", b));
    }

    [Theory]
    [MemberData(nameof(Broadcasts))]
    public void Arithmetic_broadcasts_as_in_the_reference(string kind, string shapes)
    {
        OpsGolden golden = OpsGolden.Load(File, $"{kind}_{shapes}");
        Tensor a = golden.Leaf("a", golden.Shape("a_shape"));
        Tensor b = golden.Leaf("b", golden.Shape("b_shape"));

        Tensor y = kind switch
        {
            "add" => a + b,
            "sub" => a - b,
            "mul" => a * b,
            _ => a / b,
        };

        Assert.Equal(golden.Shape("y_shape"), y.Shape);
        golden.Check(y, Tolerance, ("a", a), ("b", b));
    }

    [Fact]
    public void Embedding_gives_the_references_rows_and_no_gradient_to_the_padding_row()
    {
        OpsGolden golden = OpsGolden.Load(File, "embedding");
        Parameter table = golden.Parameter("table", 6, 4);

        golden.Check(Functional.Embedding(golden.Longs("ids", 2, 3), table, paddingIdx: 1), Tolerance, ("table", table));

        Assert.Equal([0, 1, 3, 5], table.GradientRows!.Rows.ToArray());
    }

    [Fact]
    public void An_id_outside_the_table_is_named_with_its_position()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Functional.Embedding(new LongTensor([1, 6], new Shape(2)), Numbers.Tensor(1, 6, 4)));

        Assert.Contains("index 6 at position 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dropout", 3, 7, 0.1)]
    [InlineData("dropout_half", 5, 32, 0.5)]
    public void Dropout_drops_what_the_reference_drops_bit_for_bit(string name, int rows, int width, double p)
    {
        OpsGolden golden = OpsGolden.Load(File, name);
        Tensor x = golden.Leaf("x", new Shape(rows, width));
        Generator generator = new(99UL);

        golden.Check(Functional.Dropout(x, generator, p), 0, ("x", x));

        Assert.Equal(golden.Floats("next"), new[] { generator.NextFloat(), generator.NextFloat() });
    }

    [Fact]
    public void Dropout_with_probability_0_and_outside_training_is_the_input_and_draws_nothing()
    {
        Tensor x = Numbers.Tensor(1, 4);
        Generator generator = new(1UL);

        Assert.Same(x, Functional.Dropout(x, generator, 0));
        Assert.Same(x, Functional.Dropout(x, null, 0.5, training: false));
        Assert.Equal(new Generator(1UL).NextFloat(), generator.NextFloat());
    }

    [Fact]
    public void Dropout_with_probability_1_clears_everything_and_draws_nothing()
    {
        Tensor x = Numbers.Tensor(1, 37);
        x.RequiresGrad = true;
        Generator generator = new(1UL);

        Tensor y = Functional.Dropout(x, generator, 1);
        y.Sum().Backward();

        Assert.All(y.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(x.Grad!.ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal(new Generator(1UL).NextFloat(), generator.NextFloat());
    }

    [Fact]
    public void Dropout_without_a_generator_says_what_to_set()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Functional.Dropout(Numbers.Tensor(1, 4), null));

        Assert.Contains("new Generator(42)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_dropout_probability_is_between_0_and_1(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Dropout(Numbers.Tensor(1, 4), new Generator(1UL), p));

    [Fact]
    public void Layers_have_the_slopes_of_their_graphs()
    {
        Tensor[] normalized = [Numbers.Tensor(1, 3, 6), Numbers.Tensor(2, 6), Numbers.Tensor(3, 6)];
        Tensor[] linear = [Numbers.Tensor(4, 3, 6), Numbers.Tensor(5, 5, 6), Numbers.Tensor(6, 5)];

        GradientCheck.Assert(x => Functional.LayerNorm(x[0] * 2f, x[1], x[2]), 5e-5, normalized);
        GradientCheck.Assert(x => Functional.Linear(x[0], x[1], x[2]), 1e-5, linear);
        GradientCheck.Assert(
            x => FineTune.Autograd.Linear.Apply(x[0], x[1], x[2], FineTune.Kernels.GemmEpilogue.Gelu), 2e-5, [.. linear.Select(x => x.Clone())]);
        GradientCheck.Assert(x => x[0].Softmax(), 1e-5, Numbers.Tensor(7, 3, 6));
        GradientCheck.Assert(x => x[0].LogSoftmax(0), 1e-5, Numbers.Tensor(8, 3, 6));
        GradientCheck.Assert(x => Functional.Embedding(new LongTensor([2, 0, 2], new Shape(3)), x[0]), 1e-5, Numbers.Tensor(9, 4, 3));
        GradientCheck.Assert(x => Functional.Dropout(x[0], new Generator(3UL), 0.4), 1e-5, Numbers.Tensor(10, 3, 6));
        GradientCheck.Assert(x => x[0].MatMul(x[1]), 1e-5, Numbers.Tensor(11, 2, 3, 4), Numbers.Tensor(12, 2, 4, 2));
    }
}
