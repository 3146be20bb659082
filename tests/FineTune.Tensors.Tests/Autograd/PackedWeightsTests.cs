using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tensors.Tests.Autograd;

[Collection(ThreadsCollection.Name)]
public sealed class PackedWeightsTests
{
    [Fact]
    public void Packed_weights_give_the_same_bits()
    {
        Linear layer = Layer();
        Tensor input = Input();

        (float[] plain, float[] gelu) = (Forward(layer, input), layer.ForwardGelu(input).ToArray());
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = packed.Open();
        using AutogradMode.Guard guard = AutogradMode.NoGrad();

        for (int batch = 0; batch < 3; batch++)
        {
            Assert.Equal(plain, Forward(layer, input));
            Assert.Equal(gelu, layer.ForwardGelu(input).ToArray());
        }
    }

    [Fact]
    public void A_weight_that_was_changed_is_packed_again()
    {
        Linear layer = Layer();
        Tensor input = Input();
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = packed.Open();
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        Forward(layer, input);

        layer.Weight.Span[3] = 7;
        layer.Weight.Span[40] = -2;
        float[] actual = Forward(layer, input);

        Linear fresh = Layer();
        layer.Weight.Span.CopyTo(fresh.Weight.Span);
        using (AutogradMode.Record())
        {
            Assert.Equal(Forward(fresh, input), actual);
        }
    }

    [Fact]
    public void A_weight_that_nobody_asked_for_is_packed_once()
    {
        Linear layer = Layer();
        Tensor input = Input();
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = packed.Open();
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        Forward(layer, input);
        int before = layer.Weight.Storage.HandedOut;

        Forward(layer, input);

        Assert.Equal(before, layer.Weight.Storage.HandedOut);
    }

    [Fact]
    public void Recorded_operations_do_not_use_them()
    {
        Linear layer = Layer();
        Tensor input = Input();
        using PackedWeights packed = new();
        using PackedWeights.Opening opening = packed.Open();
        long before = BufferPool.RentedFloats;

        Forward(layer, input);
        long recorded = BufferPool.RentedFloats;
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        Forward(layer, input);

        Assert.Equal(before, recorded);
        Assert.NotEqual(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void A_weight_stays_packed_though_others_pack_it_or_multiply_by_it()
    {
        Linear layer = Layer();
        Tensor input = Input();
        using PackedWeights packed = new(), another = new();
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        packed.Of(layer.Weight, MatMulPrecision.Single, out Storage first);

        using (another.Open())
        {
            Forward(layer, input);
        }

        Forward(layer, input);
        packed.Of(layer.Weight, MatMulPrecision.Single, out Storage second);

        Assert.Same(first, second);
    }

    [Fact]
    public void Closing_it_gives_the_memory_back_and_opens_the_outer_one()
    {
        Linear layer = Layer();
        Tensor input = Input();
        using AutogradMode.Guard guard = AutogradMode.NoGrad();
        using PackedWeights outer = new();
        using PackedWeights.Opening opening = outer.Open();
        PackedWeights inner = new();
        long before = BufferPool.RentedFloats;
        using (inner.Open())
        {
            Forward(layer, input);
        }

        long during = BufferPool.RentedFloats;
        inner.Dispose();
        default(PackedWeights.Opening).Dispose();

        Assert.True(during - before >= layer.Weight.Length);
        Assert.Equal(before, BufferPool.RentedFloats);
        Assert.Same(outer, PackedWeights.Current);
    }

    [Fact]
    public void One_that_lasts_is_for_several_threads_and_takes_nothing_of_the_pool()
    {
        Linear layer = Layer();
        Tensor input = Input();
        float[] plain = Forward(layer, input);
        using PackedWeights packed = new(lasts: true);
        packed.Of(layer.Weight, MatMulPrecision.Single, out Storage memory);
        long rented = BufferPool.RentedFloats;

        float[][] answers = new float[8][];
        Thread[] threads = [.. Enumerable.Range(0, answers.Length).Select(i => new Thread(() =>
        {
            using AutogradMode.Guard guard = AutogradMode.NoGrad();
            using PackedWeights.Opening opening = packed.Open();
            answers[i] = Forward(layer, input);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(answers, answer => Assert.Equal(plain, answer));
        packed.Of(layer.Weight, MatMulPrecision.Single, out Storage afterwards);
        Assert.Same(memory, afterwards);
        Assert.Equal(rented, BufferPool.RentedFloats);
    }

    private static float[] Forward(Linear layer, Tensor input) => layer.Forward(input).ToArray();

    private static Linear Layer() => new(70, 50, generator: new Generator(4));

    private static Tensor Input()
    {
        Tensor input = Tensor.Zeros(new Shape(9, 70));
        for (int i = 0; i < input.Length; i++)
        {
            input.Span[i] = (i % 13) - 6;
        }

        return input;
    }
}
