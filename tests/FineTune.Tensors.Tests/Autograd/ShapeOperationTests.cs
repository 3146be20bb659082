namespace FineTune.Tensors.Tests.Autograd;

public sealed class ShapeOperationTests
{
    private static Tensor Counted(params int[] dims)
    {
        Shape shape = new(dims);
        return Tensor.From([.. Enumerable.Range(0, shape.NumElements).Select(i => (float)i)], shape);
    }

    [Fact]
    public void Reshape_shares_memory_and_fills_in_the_open_size()
    {
        Tensor x = Counted(2, 6);

        Tensor y = x.Reshape(3, -1);
        y.Span[0] = 9;

        Assert.Equal(new Shape(3, 4), y.Shape);
        Assert.Equal(9f, x.Span[0]);
    }

    [Theory]
    [InlineData(5, -1)]
    [InlineData(-1, -1)]
    [InlineData(2, 5)]
    public void Reshape_to_another_number_of_elements_is_refused(int rows, int columns)
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => Counted(2, 6).Reshape(rows, columns));

        Assert.Contains("(2, 6)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transpose_exchanges_any_two_axes()
    {
        Tensor x = Counted(2, 3, 4, 5);

        Tensor y = x.Transpose(1, -1);

        Assert.Equal(new Shape(2, 5, 4, 3), y.Shape);
        Assert.Equal(x.Span[(((((1 * 3) + 2) * 4) + 3) * 5) + 4], y.Span[(((((1 * 5) + 4) * 4) + 3) * 3) + 2]);
        Assert.Equal(x.ToArray(), y.Transpose(-1, 1).ToArray());
    }

    [Fact]
    public void Transpose_of_a_large_matrix_is_right_everywhere()
    {
        Tensor x = Counted(150, 301);

        float[] y = x.Transpose(0, 1).ToArray();

        Assert.All(Enumerable.Range(0, y.Length), i => Assert.Equal(x.Span[((i % 150) * 301) + (i / 150)], y[i]));
    }

    [Fact]
    public void Narrow_and_Select_take_parts_of_an_axis()
    {
        Tensor x = Counted(2, 3, 2);

        Assert.Equal([2f, 3f, 4f, 5f, 8f, 9f, 10f, 11f], x.Narrow(1, 1, 2).ToArray());
        Assert.Equal(new Shape(2, 2), x.Select(1, 2).Shape);
        Assert.Equal([4f, 5f, 10f, 11f], x.Select(-2, 2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Narrow(1, 2, 2));
    }

    [Fact]
    public void Cat_and_Stack_join_along_an_axis()
    {
        Tensor x = Counted(2, 2);

        Assert.Equal([0f, 1f, 0f, 1f, 2f, 3f, 2f, 3f], Tensor.Cat([x, x], 1).ToArray());
        Assert.Equal(new Shape(4, 2), Tensor.Cat([x, x]).Shape);
        Assert.Equal(new Shape(2, 2, 2), Tensor.Stack([x, x], -1).Shape);
        Assert.Equal([0f, 0f, 1f, 1f, 2f, 2f, 3f, 3f], Tensor.Stack([x, x], -1).ToArray());
        Assert.Throws<ShapeMismatchException>(() => Tensor.Cat([x, Counted(3, 3)], 1));
    }

    [Fact]
    public void Sums_and_means_run_over_all_or_along_an_axis()
    {
        Tensor x = Counted(2, 3, 2);

        Assert.Equal(66f, x.Sum().Item());
        Assert.Equal(5.5f, x.Mean().Item());
        Assert.Equal([6f, 9f, 24f, 27f], x.Sum(1).ToArray());
        Assert.Equal(new Shape(2, 1, 2), x.Mean(1, keepDim: true).Shape);
        Assert.Equal([0.5f, 2.5f, 4.5f, 6.5f, 8.5f, 10.5f], x.Mean(-1).ToArray());
    }

    [Theory]
    [InlineData(0, new long[] { 1, 0, 1 })]
    [InlineData(1, new long[] { 1, 2 })]
    [InlineData(-2, new long[] { 1, 0, 1 })]
    public void ArgMax_goes_along_any_axis(int axis, long[] expected)
    {
        Tensor x = Tensor.From([1, 5, 2, 3, 4, 6], new Shape(2, 3));

        Assert.Equal(expected, x.ArgMax(axis).ToArray());
    }

    [Fact]
    public void ArgMax_goes_along_a_middle_axis()
    {
        Tensor x = Tensor.From([1, 9, 2, 8, 3, 7, 6, 1, 5, 2, 4, 3], new Shape(2, 3, 2));

        LongTensor best = x.ArgMax(1);

        Assert.Equal([2L, 0L, 0L, 2L], best.ToArray());
        Assert.Equal(new Shape(2, 2), best.Shape);
    }

    [Fact]
    public void ArgMax_finds_the_first_of_the_greatest_and_NaN_first_of_all()
    {
        Tensor x = Tensor.From([1f, 3f, 3f, 0f, float.NaN, 9f], new Shape(2, 3));

        Assert.Equal([1L, 1L], x.ArgMax().ToArray());
    }

    [Fact]
    public void Shape_operations_have_the_gradients_of_their_graphs()
    {
        GradientCheck.Assert(x => x[0].Reshape(4, 3), 1e-6, Numbers.Tensor(1, 2, 6));
        GradientCheck.Assert(x => x[0].Transpose(0, 2), 1e-6, Numbers.Tensor(2, 2, 3, 4));
        GradientCheck.Assert(x => x[0].Transpose(0, 1), 1e-6, Numbers.Tensor(3, 2, 3, 4));
        GradientCheck.Assert(x => x[0].Narrow(1, 1, 2), 1e-6, Numbers.Tensor(4, 2, 3, 4));
        GradientCheck.Assert(x => x[0].Select(0, 1), 1e-6, Numbers.Tensor(5, 2, 3));
        GradientCheck.Assert(x => x[0].IndexSelect(1, 1, 0), 1e-6, Numbers.Tensor(6, 3, 4));
        GradientCheck.Assert(x => Tensor.Cat([x[0], x[1], x[0]], 1), 1e-6, Numbers.Tensor(7, 2, 3), Numbers.Tensor(8, 2, 2));
        GradientCheck.Assert(x => x[0].Expand(new Shape(3, 2, 4)), 1e-6, Numbers.Tensor(9, 2, 1));
        GradientCheck.Assert(x => x[0].Sum(0), 1e-6, Numbers.Tensor(10, 3, 4));
        GradientCheck.Assert(x => x[0].Mean(-1), 1e-6, Numbers.Tensor(11, 3, 4));
        GradientCheck.Assert(x => x[0].Mean(1), 1e-6, Numbers.Tensor(12, 2, 3, 4));
        GradientCheck.Assert(x => x[0].Sum() + x[0].Mean(), 1e-5, Numbers.Tensor(13, 3, 4));
    }

    [Fact]
    public void Arithmetic_has_the_gradients_of_its_graphs()
    {
        Tensor Positive(int seed) => Numbers.Tensor(seed, 3, 4) + 3f;

        GradientCheck.Assert(x => (2f - x[0]) + (3f / x[1]) - (x[0] / 4f) + (-x[1]), 1e-5, Positive(1).Detach(), Positive(2).Detach());
        GradientCheck.Assert(x => (x[0] * 3f) - 1f + (2f * x[0]) + (1f + x[0]), 1e-5, Positive(3).Detach());
        GradientCheck.Assert(x => x[0].Pow(2) + x[0].Pow(3) + x[0].Pow(-1) + x[0].Pow(0.5) + x[0].Pow(1.7) + x[0].Pow(1), 5e-5, Positive(4).Detach());
        GradientCheck.Assert(x => x[0].Exp() + x[0].Log() + x[0].Sqrt() + x[0].Abs(), 5e-5, Positive(5).Detach());
        GradientCheck.Assert(x => x[0].Erf() + x[0].Tanh() + x[0].Sigmoid() + x[0].Relu(), 1e-5, (Numbers.Tensor(6, 3, 4) * 2f).Detach());
    }

    [Fact]
    public void A_tensor_used_twice_gets_both_gradients()
    {
        GradientCheck.Assert(x => (x[0] * x[0]) + x[0] - (x[0] / (x[0] + 3f)), 1e-5, Numbers.Tensor(1, 5));
        GradientCheck.Assert(x => (x[0] * 1f) is { } y ? y + y + (y * y) - y : x[0], 1e-5, Numbers.Tensor(2, 5));
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => Counted(2, 3) + Counted(2, 4));

        Assert.Contains("(2, 3) with (2, 4)", error.Message, StringComparison.Ordinal);
        Assert.Contains("axis 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MatMul_of_shapes_that_do_not_fit_says_what_to_transpose()
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => Counted(2, 3).MatMul(Counted(2, 3)));

        Assert.Contains("weight.Transpose(-1, -2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Counted(3).MatMul(Counted(3, 2)));
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        Parameter x = new(Counted(2, 2));
        using AutogradMode.Guard guard = AutogradMode.NoGrad();

        Tensor y = Functional.Dropout(x.Softmax() + x, new Generator(1UL)).MatMul(x).Reshape(4).Sum();

        Assert.Null(y.GradFn);
    }
}
