namespace FineTune.Tests.Optim;

public sealed class TrainingWithTablesTests
{
    [Fact]
    public void A_model_that_looks_rows_up_trains_as_one_that_reads_the_whole_table()
    {
        Parameter looked = new(Tensor.From(Sequence.Floats(400, 3, 1), new Shape(50, 8)));
        Parameter read = new(looked);
        AdamW one = new([new ParameterGroup([looked])], new() { Lr = 1e-2 });
        AdamW other = new([new ParameterGroup([read])], new() { Lr = 1e-2 });

        for (int step = 0; step < 40; step++)
        {
            LongTensor ids = new([step % 7, (step * 5) % 50, 3], new Shape(3));
            Train(looked, ids, one);
            _ = read.Span[0];
            Train(read, ids, other);
        }

        Assert.Equal(read.ToArray(), looked.ToArray());
    }

    [Fact]
    public void Looking_rows_up_leaves_the_others_waiting()
    {
        Parameter table = new(Tensor.From(Sequence.Floats(400, 3, 1), new Shape(50, 8)));
        AdamW optimizer = new([new ParameterGroup([table])], new() { Lr = 1e-2 });

        Train(table, new LongTensor([1, 2], new Shape(2)), optimizer);
        Train(table, new LongTensor([2, 4], new Shape(2)), optimizer);

        Assert.NotNull(table.Storage.Deferred);
    }

    private static void Train(Parameter table, LongTensor ids, AdamW optimizer)
    {
        using TensorScope scope = new();
        optimizer.ZeroGrad();
        Tensor vectors = Functional.Embedding(ids, table);
        (vectors * vectors).Sum().Backward();
        GradientClipping.ClipGradNorm([table], 0.5);
        optimizer.Step();
    }
}
