using FineTune.Autograd;
using FineTune.Tests.Runtime;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Gradients of several passes are those of each by itself, added in order, to the last bit.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class GradientAccumulationTests
{
    private const int Passes = 3;
    private const int Width = 24;

    [Theory]
    [InlineData("linear", 100)]
    [InlineData("linear", 2000)] // More rows than a product sums at a time.
    [InlineData("linear twice", 100)]
    [InlineData("linear twice", 1000)]
    [InlineData("norm", 300)]
    [InlineData("table", 300)]
    [InlineData("table twice", 300)]
    [InlineData("padded table", 300)]
    [InlineData("table as a matrix", 300)]
    [InlineData("computed again", 100)]
    [InlineData("computed again", 1000)]
    [InlineData("computed again, twice", 900)]
    [InlineData("formula", 300)]
    public void A_pass_is_added_when_it_is_finished(string name, int rows)
    {
        Parameter[] parameters = [Parameter(1, Width, Width), Parameter(2, Width), Parameter(3, 40, Width)];
        float[][] sums = [.. parameters.Select(parameter => new float[parameter.Length])];
        for (int pass = 0; pass < Passes; pass++)
        {
            Array.ForEach(parameters, parameter => parameter.ZeroGrad());
            Loss(name, rows, pass, parameters).Backward();
            foreach ((int i, Parameter parameter) in parameters.Index().Where(pair => pair.Item.HasGradient))
            {
                float[] gradient = parameter.Grad!.ToArray();
                sums[i] = pass == 0 ? gradient : [.. sums[i].Zip(gradient, (sum, next) => sum + next)];
            }
        }

        Array.ForEach(parameters, parameter => parameter.ZeroGrad());
        for (int pass = 0; pass < Passes; pass++)
        {
            Loss(name, rows, pass, parameters).Backward(1f);
        }

        Assert.Contains(parameters, parameter => parameter.HasGradient && parameter.Grad!.ToArray().Any(value => value != 0));
        foreach ((Parameter parameter, float[] sum) in parameters.Zip(sums).Where(pair => pair.First.HasGradient))
        {
            Assert.Equal(sum, parameter.Grad!.ToArray());
        }
    }

    [Fact]
    public void Only_rows_that_a_pass_read_have_a_gradient()
    {
        Parameter table = Parameter(3, 40, Width);
        for (int pass = 0; pass < 2; pass++)
        {
            Functional.Embedding(new LongTensor([pass, 7, 7], new(3)), table).Sum().Backward();
        }

        Assert.Equal([0, 1, 7], table.GradientRows!.Rows.ToArray());
        Assert.Equal([1f, 1f, 4f], new[] { 0, 1, 7 }.Select(row => table.Grad!.Span[row * Width]));
    }

    [Fact]
    public void A_pass_that_fails_leaves_nothing_behind()
    {
        Parameter weight = Parameter(1, Width, Width);
        Tensor x = Numbers.Tensor(5, 1000, Width);
        Functional.Linear(x, weight).Sum().Backward();
        long rented = FineTune.Runtime.BufferPool.RentedFloats;

        Tensor failing = Functional.Linear(new Failing(Functional.Linear(x, weight)).Result, weight);
        Assert.Throws<InvalidOperationException>(() => failing.Sum().Backward());
        Assert.Equal(rented, FineTune.Runtime.BufferPool.RentedFloats);
        weight.ZeroGrad();
        Functional.Linear(x, weight).Sum().Backward();

        Assert.Equal(x.ToArray().Chunk(Width).Sum(row => (double)row[3]), weight.Grad!.Span[3], 1e-3);
    }

    private static Parameter Parameter(int seed, params int[] dims) => new(Numbers.Tensor(seed, dims));

    private static Tensor Loss(string name, int rows, int pass, Parameter[] parameters)
    {
        (Parameter weight, Parameter bias, Parameter table) = (parameters[0], parameters[1], parameters[2]);
        Tensor x = Numbers.Tensor(10 + pass, rows, Width);
        LongTensor ids = new([.. Enumerable.Range(0, rows).Select(i => (long)((i * i) + (pass * 3)) % 37)], new(rows));
        Tensor Twice(Func<Tensor, Tensor> function) => function(function(x));
        Tensor Layer(Tensor input) => Functional.Linear(input, weight, bias);
        Tensor Again(Tensor input) => Checkpoint.Apply([input, weight, bias], Layer, null);
        Tensor y = name switch
        {
            "linear" => Layer(x),
            "linear twice" => Twice(Layer),
            "norm" => Functional.LayerNorm(x, bias, bias),
            "table" => Functional.Embedding(ids, table),
            "table twice" => Functional.Embedding(ids, table) * Functional.Embedding(new LongTensor([.. ids.ToArray().Reverse()], new(rows)), table),
            "padded table" => Functional.Embedding(ids, table, paddingIdx: 3),
            "table as a matrix" => Functional.Linear(Functional.Embedding(ids, table), table),
            "computed again" => Again(Again(x) * 1f),
            "computed again, twice" => Twice(Again),
            _ => (x * bias) + bias,
        };
        return (y * y).Sum();
    }

    /// <summary>What cannot be followed back.</summary>
    private sealed class Failing : Node
    {
        private readonly Tensor[] _inputs;

        public Failing(Tensor input)
        {
            _inputs = [input];
            Result = input.Clone();
            Result.GradFn = this;
        }

        public Tensor Result { get; }

        public override ReadOnlySpan<Tensor> Inputs => _inputs;

        public override void Backward(Tensor outputGradient, GradientSink gradients) => throw new InvalidOperationException();
    }
}
