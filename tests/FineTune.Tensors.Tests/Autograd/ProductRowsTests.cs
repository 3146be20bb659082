using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Tensors.Tests.Autograd;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.Autograd;

/// <summary>The memory of inputs in bfloat16, and of inputs that are used up.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class ProductRowsTests
{
    private const int Rows = 20, Inputs = 64, Outputs = 32;

    public static TheoryData<bool, bool> Cases => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Fact]
    public void Rounded_rows_go_back_with_the_elements()
    {
        using TensorScope scope = new();
        Tensor x = Tensor.Zeros(new Shape(Rows, Inputs));
        long before = BufferPool.RentedFloats;

        ProductRows.Kept(x, Inputs, MatMulPrecision.Bfloat16).GiveBack();
        long rounded = BufferPool.RentedFloats;
        ProductRows.Kept(x, Inputs, MatMulPrecision.Bfloat16).GiveBack();
        long again = BufferPool.RentedFloats;
        x.Span[0] = 1;
        ProductRows.Kept(x, Inputs, MatMulPrecision.Bfloat16).GiveBack();
        long changed = BufferPool.RentedFloats;
        x.Dispose();

        Assert.Equal(before + (Rows * NarrowRows.Distance(Inputs)), rounded);
        Assert.Equal(rounded, again);
        Assert.Equal(rounded, changed);
        Assert.Equal(before - (Rows * Inputs), BufferPool.RentedFloats);
    }

    [Fact]
    public void Rounded_rows_of_what_is_not_the_pools_are_not_either()
    {
        Tensor x = Tensor.Zeros(new Shape(Rows, Inputs));
        using TensorScope scope = new();
        long before = BufferPool.RentedFloats;

        ProductRows.Kept(x, Inputs, MatMulPrecision.Bfloat16).GiveBack();

        Assert.NotNull(Rounded(x, Inputs));
        Assert.Equal(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void What_leaves_the_pool_leaves_its_rounded_rows_there()
    {
        long before = BufferPool.RentedFloats;
        Tensor x;
        using (new TensorScope())
        {
            x = Tensor.Zeros(new Shape(Rows, Inputs));
            ProductRows.Kept(x, Inputs, MatMulPrecision.Bfloat16).GiveBack();
            TensorScope.Keep(x);
        }

        Assert.Null(Rounded(x, Inputs));
        Assert.Equal(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void Passes_without_gradients_keep_nothing_rounded()
    {
        Parameter[] weights = [.. Enumerable.Range(0, 6).Select(i => new Parameter(Numbers.Tensor(i, Inputs, Inputs)))];
        long plain = Peak(weights, MatMulPrecision.Single);
        long rounded = Peak(weights, MatMulPrecision.Bfloat16);

        Assert.InRange(rounded, plain, plain + (Rows * NarrowRows.Distance(Inputs)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_rounded_once_serves_products_without_gradients_and_is_gone_then(bool isPacked)
    {
        using TensorScope scope = new();
        using AutogradMode.Guard mode = AutogradMode.NoGrad();
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = isPacked ? packed.Open() : default;
        Tensor x = Numbers.Tensor(3, Rows, Inputs) * 1f;
        Parameter weight = new(Numbers.Tensor(4, Outputs, Inputs)), other = new(Numbers.Tensor(5, Outputs, Inputs));
        float[] expected = Product(x, weight), otherExpected = Product(x, other);
        using Autocast autocast = new(MatMulPrecision.Bfloat16);
        long before = BufferPool.RentedFloats;
        using (new RoundedOnce(x, weight))
        {
            Storage? rounded = Rounded(x, Inputs);
            Assert.NotNull(rounded);
            Assert.Equal(expected, Product(x, weight));
            Assert.Equal(otherExpected, Product(x, other));
            Assert.Same(rounded, Rounded(x, Inputs));
            rounded.RawSpan.Clear();
            Assert.All(Product(x, weight), value => Assert.Equal(0f, value));
        }

        Assert.Null(Rounded(x, Inputs));
        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.Equal(expected, Product(x, weight));
    }

    [Fact]
    public void In_float32_there_is_nothing_to_round_once()
    {
        using TensorScope scope = new();
        Tensor x = Numbers.Tensor(3, Rows, Inputs) * 1f;
        using RoundedOnce once = new(x, new Parameter(Numbers.Tensor(4, Outputs, Inputs)));

        Assert.Null(Rounded(x, Inputs));
    }

    [Fact]
    public void Threads_that_read_one_tensor_round_it_without_harm()
    {
        using TensorScope scope = new();
        Tensor x = Numbers.Tensor(3, Rows, Inputs) * 1f;
        x.RequiresGrad = true;
        Parameter weight = new(Numbers.Tensor(4, Outputs, Inputs));
        float[] expected = Product(x, weight);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Equal(expected, Product(x, weight)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_input_that_is_used_up_gives_its_memory_back_in_bfloat16_and_the_gradients_are_the_same(bool isBfloat16, bool readsOutput)
    {
        (float[] Dx, float[] Dw, bool IsGone) kept = Run(isBfloat16, readsOutput, usesUp: false), gone = Run(isBfloat16, readsOutput, usesUp: true);

        Assert.Equal(kept.Dx, gone.Dx);
        Assert.Equal(kept.Dw, gone.Dw);
        Assert.False(kept.IsGone);
        Assert.Equal(isBfloat16 && !readsOutput, gone.IsGone);
    }

    private static (float[] Dx, float[] Dw, bool IsGone) Run(bool isBfloat16, bool readsOutput, bool usesUp)
    {
        Generator generator = new(3);
        FineTune.Linear wide = new(Inputs, Inputs, generator: generator), narrow = new(Inputs, Outputs, generator: generator);
        Parameter x = new(new Shape(Rows, Inputs));
        Init.Normal(x, generator, 0, 1);
        long before = BufferPool.RentedFloats;
        bool isGone;
        using (new TensorScope())
        using (new Autocast(isBfloat16 ? MatMulPrecision.Bfloat16 : MatMulPrecision.Single))
        {
            Tensor middle = readsOutput ? Functional.Tanh(wide.Forward(x)) : wide.ForwardGelu(x);
            Tensor y = usesUp ? narrow.ForwardUsingUp(middle) : narrow.Forward(middle);
            isGone = middle.IsDisposed;
            (y * y).Sum().Backward();
        }

        Assert.Equal(before, BufferPool.RentedFloats);
        return (x.Grad!.ToArray(), wide.Weight.Grad!.ToArray(), isGone);
    }

    private static float[] Product(Tensor x, Parameter weight)
    {
        using TensorScope scope = new();
        using Autocast autocast = new(MatMulPrecision.Bfloat16);
        return FineTune.Autograd.Linear.Apply(x, weight, null).Span.ToArray();
    }

    private static long Peak(Parameter[] weights, MatMulPrecision precision)
    {
        using TensorScope scope = new();
        using Autocast autocast = new(precision);
        using AutogradMode.Guard mode = AutogradMode.NoGrad();
        Tensor x = Tensor.Zeros(new Shape(Rows, Inputs));
        long before = BufferPool.RentedFloats;
        BufferPool.ResetPeak();
        foreach (Parameter weight in weights)
        {
            x = FineTune.Autograd.Linear.Apply(x, weight, null);
        }

        return BufferPool.PeakFloats - before;
    }

    private static Storage? Rounded(Tensor x, int columns)
    {
        Storage? rounded = x.Storage.TakeRounded(columns);
        rounded?.RemoveUser();
        return rounded;
    }
}
