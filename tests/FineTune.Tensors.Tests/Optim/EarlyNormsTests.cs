using FineTune.Optim;
using FineTune.Tensors.Tests.Autograd;
using FineTune.Tests.Runtime;
using static FineTune.Tests.Runtime.ThreadsCollection;

namespace FineTune.Tests.Optim;

/// <summary>Norms computed beside the way back are those computed afterwards, and are not used for gradients that changed.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class EarlyNormsTests
{
    private const int Width = 264;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Norms_have_the_bits_of_those_computed_afterwards(int threads)
    {
        WithThreads(threads, () =>
        {
            Parameter[] weights = Weights();
            EarlyNorms norms = new(weights);
            for (int step = 0; step < 4; step++)
            {
                norms.Begin();
                Backward(weights, step);
                norms.End();

                Assert.All(weights[..3], weight => Assert.True(weight.GradientNorm!.TryGet(weight.GradBuffer!.Storage, out _)));
                Assert.Null(weights[3].GradientNorm); // Too small to be worth it.
                Assert.All(weights, weight => Assert.Null(weight.GradientFinished));
                Check(weights);
                Array.ForEach(weights, weight => weight.ZeroGrad());
            }
        });
    }

    [Fact]
    public void A_gradient_that_changed_is_looked_at_again()
    {
        Parameter[] weights = Weights();
        EarlyNorms norms = new(weights);
        norms.Begin();
        Backward(weights, 1);
        norms.End();
        weights[1].Grad!.Span[5] = 100;
        Check(weights);
        Assert.True(GradientClipping.GetTotalNorm(weights) > 100);

        Backward(weights, 2); // Adds to the gradients.
        Check(weights);

        GradientClipping.ClipGradNorm(weights, 1e-3);
        Assert.Equal(1e-3, GradientClipping.GetTotalNorm(weights), 1e-8);
        Check(weights);
    }

    [Fact]
    public void What_is_not_computed_yet_is_not_taken()
    {
        WithThreads(1, () =>
        {
            Parameter[] weights = Weights()[..3];
            EarlyNorms norms = new(weights);
            for (int step = 1; step < 3; step++)
            {
                norms.Begin();
                Backward(weights, step);

                Assert.Contains(weights, weight => !weight.GradientNorm!.TryGet(weight.GradBuffer!.Storage, out _));
                Check(weights);
                norms.End();
                Check(weights);
                Array.ForEach(weights, weight => weight.ZeroGrad());
            }
        });
    }

    [Fact]
    public void A_parameter_that_gets_no_gradient_has_no_norm_and_a_dropped_one_none_any_more()
    {
        Parameter[] weights = Weights();
        EarlyNorms norms = new(weights);
        norms.Begin();
        weights[0].GradientFinished!(weights[0]);
        Assert.Null(weights[0].GradientNorm);

        Backward(weights, 1);
        norms.End();
        weights[0].DropGradient();
        Assert.Null(weights[0].GradientNorm);
        Check(weights[1..]);
    }

    private static Parameter[] Weights() => [.. new[] { Width, Width, Width, 7 }.Select((rows, i) => new Parameter(Numbers.Tensor(i + 1, rows, Width)))];

    private static void Backward(Parameter[] weights, int seed)
    {
        using TensorScope scope = new();
        Tensor x = Numbers.Tensor(seed, 9, Width);
        foreach (Parameter weight in weights)
        {
            x = Functional.Linear(x, weight);
        }

        (x * x).Sum().Backward();
    }

    /// <summary>Compares with the norm of copies, of which nothing is known.</summary>
    private static void Check(Parameter[] weights)
    {
        float known = GradientClipping.GetTotalNorm(weights);
        Parameter[] copies = [.. weights.Select(weight => new Parameter(weight))];
        foreach ((Parameter copy, Parameter weight) in copies.Zip(weights))
        {
            Gradients.Set(copy, weight.Grad!.ToArray());
        }

        Assert.Equal(BitConverter.SingleToInt32Bits(GradientClipping.GetTotalNorm(copies)), BitConverter.SingleToInt32Bits(known));
        Assert.True(known > 0);
    }
}
