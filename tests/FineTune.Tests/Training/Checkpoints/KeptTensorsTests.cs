using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>What a checkpoint takes is written as it was, whatever becomes of it in the meantime.</summary>
public sealed class KeptTensorsTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(8_000)]
    [InlineData(0)]
    public async Task What_is_written_is_what_was_taken(long most)
    {
        Tensor[] live = [.. Enumerable.Range(0, 5).Select(i => Tensor.Full(new Shape(1000), i))];
        KeptTensors kept = new(most);
        Tensor[] taken = [.. live.Select(kept.Take)];

        Task<float[][]> writing = Task.Run(() => taken.Select(ReadSlowly).ToArray());
        kept.Keep();
        Array.ForEach(live, tensor => tensor.Span.Fill(-1));

        Assert.Equal(Enumerable.Range(0, 5).Select(i => Enumerable.Repeat((float)i, 1000)), await writing);
        Assert.InRange(kept.Copied, 0, most);
    }

    [Fact]
    public void What_is_written_last_is_copied_first()
    {
        Tensor[] live = [.. Enumerable.Range(0, 3).Select(i => Tensor.Full(new Shape(100), i))];
        KeptTensors kept = new(most: 800);
        Tensor[] taken = [.. live.Select(kept.Take)];

        float[] first = new float[100];
        taken[0].Read(0, first);
        kept.Keep(); // The first is written; there is room for both of the others.
        Array.ForEach(live, tensor => tensor.Span.Fill(-1));

        Assert.Equal(800, kept.Copied);
        Assert.Equal(Enumerable.Repeat(1f, 100), Read(taken[1]));
        Assert.Equal(Enumerable.Repeat(2f, 100), Read(taken[2]));
    }

    [Fact]
    public void A_part_that_is_written_already_is_not_copied()
    {
        Tensor live = Tensor.From([.. Enumerable.Range(0, 100).Select(i => (float)i)], new Shape(100));
        KeptTensors kept = new(long.MaxValue);
        Tensor taken = kept.Take(live);

        taken.Read(0, new float[60]);
        kept.Keep();
        live.Span.Clear();
        float[] rest = new float[40];
        taken.Read(60, rest);

        Assert.Equal(Enumerable.Range(60, 40).Select(i => (float)i), rest);
        Assert.Equal(160, kept.Copied);
        Assert.Contains("a second time", Assert.Throws<InvalidOperationException>(() => taken.Read(0, new float[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writing_that_fails_is_not_waited_for()
    {
        KeptTensors kept = new(most: 0);
        _ = kept.Take(Tensor.Full(new Shape(100), 1));

        Task keeping = Task.Run(kept.Keep);
        kept.End();

        await keeping.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, kept.Copied);
    }

    [Fact]
    public void What_ends_with_its_scope_is_taken_as_well()
    {
        KeptTensors kept = new(most: 0);
        Tensor taken;
        using (new TensorScope())
        {
            taken = kept.Take(Tensor.Full(new Shape(100), 3));
        }

        using TensorScope other = new();
        _ = Tensor.Full(new Shape(100), 4);

        Assert.Equal(Enumerable.Repeat(3f, 100), Read(taken));
    }

    private static float[] Read(Tensor tensor)
    {
        float[] numbers = new float[tensor.Length];
        tensor.Read(0, numbers);
        return numbers;
    }

    private static float[] ReadSlowly(Tensor tensor)
    {
        float[] numbers = new float[tensor.Length];
        for (int start = 0; start < numbers.Length; start += 50)
        {
            Thread.Yield();
            tensor.Read(start, numbers.AsSpan(start, 50));
        }

        return numbers;
    }
}
