namespace FineTune.Tests.Optim;

public sealed class EmaWeightsTests
{
    private readonly Parameter _parameter = new(Tensor.From([1f, 2f, 3f], new Shape(3)));

    private EmaWeights Average(double decay = 0.75) => new([("w", _parameter)], decay);

    [Fact]
    public void The_average_moves_by_its_share_towards_the_weights()
    {
        EmaWeights average = Average();
        _parameter.Span.Fill(5);

        average.Update();
        average.Update();

        Assert.Equal([2.75f, 3.3125f, 3.875f], ((Tensor)average.StateDict()["w"]!).ToArray());
    }

    [Fact]
    public void Applying_puts_the_average_in_place_until_disposed()
    {
        EmaWeights average = Average();
        _parameter.Span.Fill(5);
        average.Update();

        using (average.Apply())
        {
            Assert.Equal([2f, 2.75f, 3.5f], _parameter.ToArray());
            Assert.Contains("Dispose", Assert.Throws<InvalidOperationException>(average.Update).Message);
        }

        Assert.Equal([5f, 5f, 5f], _parameter.ToArray());
        Assert.Equal([2f, 2.75f, 3.5f], ((Tensor)average.StateDict()["w"]!).ToArray());
    }

    [Fact]
    public void A_saved_average_is_loaded()
    {
        EmaWeights average = Average();
        _parameter.Span.Fill(5);
        average.Update();
        EmaWeights other = Average();

        other.LoadStateDict(average.StateDict());

        Assert.Equal([2f, 2.75f, 3.5f], ((Tensor)other.StateDict()["w"]!).ToArray());
    }

    [Fact]
    public void An_average_of_other_weights_is_refused()
    {
        EmaWeights average = Average();

        Assert.Contains("no entry 'w'", Assert.Throws<ArgumentException>(() => average.LoadStateDict(new Dictionary<string, object?>())).Message);
        Assert.Throws<ShapeMismatchException>(() =>
            average.LoadStateDict(new Dictionary<string, object?> { ["w"] = Tensor.Zeros(new Shape(2)) }));
    }

    [Fact]
    public void Rows_of_a_table_that_wait_for_their_update_are_averaged_as_they_should_be()
    {
        Parameter table = new(Tensor.From(Sequence.Floats(40, 1, 1), new Shape(10, 4)));
        AdamW optimizer = new([new ParameterGroup([table])], new() { WeightDecay = 0.5, Lr = 0.1 });
        EmaWeights average = new([("table", table)], 0.5);
        float first = table.Span[0];
        Gradients.AddRows(table, [3], (_, _) => 1);

        optimizer.Step();
        average.Update();

        Assert.Equal(first * 0.975f, ((Tensor)average.StateDict()["table"]!).Span[0], 1e-6f);
    }
}
