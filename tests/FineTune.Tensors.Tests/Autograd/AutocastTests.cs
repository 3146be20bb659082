using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.MatMul;

namespace FineTune.Tensors.Tests.Autograd;

public sealed class AutocastTests
{
    private const int Rows = 5, Inputs = 7;

    [Fact]
    public void A_layer_multiplies_rounded_numbers_forward_and_backward()
    {
        const int outputs = 32;
        (Linear layer, Tensor x, float[] dy) = (Layer(outputs), Input(), Numbers(3, Rows * outputs));
        float[] y = new float[Rows * outputs], dx = new float[Rows * Inputs], dw = new float[outputs * Inputs];
        (float[] w, float[] b, float[] a) = (layer.Weight.ToArray(), layer.Bias!.ToArray(), x.ToArray());
        GemmReference.MultiplyBfloat16(Rows, outputs, Inputs, a, Inputs, false, w, Inputs, true, y, outputs, accumulate: false, b);
        GemmReference.MultiplyBfloat16(Rows, Inputs, outputs, dy, outputs, false, w, Inputs, false, dx, Inputs, accumulate: false);
        GemmReference.MultiplyBfloat16(outputs, Inputs, Rows, dy, outputs, true, a, Inputs, false, dw, Inputs, accumulate: false);

        Tensor actual;
        using (new Autocast(MatMulPrecision.Bfloat16))
        {
            actual = layer.Forward(x);
        }

        Assert.Equal(y, actual.ToArray());
        (actual * Tensor.From(dy, actual.Shape)).Sum().Backward();
        Assert.Equal(dx, x.Grad!.ToArray());
        Assert.Equal(dw, layer.Weight.Grad!.ToArray());
        Assert.Equal(Enumerable.Range(0, outputs).Select(j => Enumerable.Range(0, Rows).Aggregate(0f, (sum, i) => sum + dy[(i * outputs) + j])).ToArray(),
            layer.Bias!.Grad!.ToArray());
    }

    [Fact]
    public void A_layer_of_fewer_than_32_outputs_stays_float32()
    {
        (Linear layer, Tensor x) = (Layer(31), Input());
        float[] plain = layer.Forward(x).ToArray();
        using Autocast autocast = new(MatMulPrecision.Bfloat16);

        Assert.Equal(plain, layer.Forward(x).ToArray());
    }

    [Fact]
    public void Outside_it_and_on_other_threads_nothing_is_rounded()
    {
        using (new Autocast(MatMulPrecision.Bfloat16))
        {
            using (new Autocast(MatMulPrecision.Single))
            {
                Assert.Equal(MatMulPrecision.Single, Autocast.Current);
            }

            Assert.Equal(MatMulPrecision.Bfloat16, Autocast.Current);
            MatMulPrecision? elsewhere = null;
            Thread other = new(() => elsewhere = Autocast.Current);
            other.Start();
            other.Join();
            Assert.Equal(MatMulPrecision.Single, elsewhere);
        }

        Assert.Equal(MatMulPrecision.Single, Autocast.Current);
    }

    [Fact]
    public void Packed_weights_are_kept_for_each_precision()
    {
        (Linear layer, Tensor x) = (Layer(40), Input());
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        (float[] single, float[] rounded) = Both(layer, x);
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = packed.Open();

        for (int i = 0; i < 2; i++)
        {
            (float[] singleAgain, float[] roundedAgain) = Both(layer, x);
            Assert.Equal(single, singleAgain);
            Assert.Equal(rounded, roundedAgain);
        }

        Assert.NotEqual(single, rounded);
    }

    [Fact]
    public void An_input_is_rounded_once_for_all_layers_that_read_it()
    {
        (Linear first, Linear second, Tensor x) = (Layer(32), Layer(40), Input());
        using TensorScope scope = new();
        using Autocast autocast = new(MatMulPrecision.Bfloat16);

        first.Forward(x);
        Storage? rounded = Rounded(x, Inputs);
        second.Forward(x);

        Assert.NotNull(rounded);
        Assert.Same(rounded, Rounded(x, Inputs));
        Assert.Null(Rounded(x, Inputs * Rows));
    }

    [Fact]
    public void An_input_that_was_changed_is_rounded_again_and_a_way_back_uses_what_forward_did()
    {
        (Linear layer, Tensor x) = (Layer(32), Input());
        (float[] before, float[] after) = (x.ToArray(), Numbers(9, x.Length));
        using Autocast autocast = new(MatMulPrecision.Bfloat16);
        Tensor y = layer.Forward(x);

        after.CopyTo(x.Span);
        float[] changed = layer.Forward(x).ToArray();
        y.Sum().Backward();

        Assert.Equal(layer.Forward(Tensor.From(after, x.Shape)).ToArray(), changed);
        float[] dw = new float[32 * Inputs], ones = [.. Enumerable.Repeat(1f, Rows * 32)];
        GemmReference.MultiplyBfloat16(32, Inputs, Rows, ones, 32, true, before, Inputs, false, dw, Inputs, accumulate: false);
        Assert.Equal(dw, layer.Weight.Grad!.ToArray());
    }

    private static (float[] Single, float[] Rounded) Both(Linear layer, Tensor x)
    {
        float[] single = layer.Forward(x).ToArray();
        using Autocast autocast = new(MatMulPrecision.Bfloat16);
        return (single, layer.Forward(x).ToArray());
    }

    private static Linear Layer(int outputs)
    {
        Linear layer = new(Inputs, outputs);
        Numbers(1, layer.Weight.Length).CopyTo(layer.Weight.Span);
        Numbers(2, layer.Bias!.Length).CopyTo(layer.Bias.Span);
        return layer;
    }

    private static Parameter Input()
    {
        Parameter x = new(new Shape(Rows, Inputs));
        Numbers(4, x.Length).CopyTo(x.Span);
        return x;
    }

    private static float[] Numbers(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static Storage? Rounded(Tensor x, int columns)
    {
        Storage? rounded = x.Storage.TakeRounded(columns);
        rounded?.RemoveUser();
        return rounded;
    }
}
