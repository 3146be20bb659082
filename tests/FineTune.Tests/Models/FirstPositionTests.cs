namespace FineTune.Tests.Models;

/// <summary>
/// A classifier of whole texts reads one position a text of the last layer, and computes no others there, unless hidden states are asked for:
/// the numbers are the same.
/// </summary>
public sealed class FirstPositionTests
{
    [Theory]
    [InlineData("bert-tiny", "right")]
    [InlineData("bert-tiny", "left")]
    [InlineData("bert-tiny", "none")]
    [InlineData("distilbert-tiny", "right")]
    [InlineData("distilbert-tiny", "left")]
    public void Logits_are_those_of_a_whole_last_layer(string name, string padding)
    {
        (PreTrainedModel first, PreTrainedModel whole) = Models(name);
        Batch batch = Texts(padding);

        SequenceClassifierOutput expected = (SequenceClassifierOutput)whole.Forward(batch);
        SequenceClassifierOutput actual = (SequenceClassifierOutput)first.Forward(batch);

        Assert.NotNull(expected.HiddenStates);
        Assert.Null(actual.HiddenStates);
        Assert.Equal(expected.Logits!.ToArray(), actual.Logits!.ToArray());
        Assert.Equal(expected.Loss!.Item(), actual.Loss!.Item());
    }

    [Theory]
    [InlineData("bert-tiny", false)]
    [InlineData("bert-tiny", true)]
    [InlineData("distilbert-tiny", false)]
    public void In_training_masks_are_drawn_as_for_all_positions(string name, bool checkpointing)
    {
        (PreTrainedModel first, PreTrainedModel whole) = Models(name);
        foreach (PreTrainedModel model in new[] { first, whole })
        {
            model.Generator = new Generator(3);
            model.Train();
        }

        if (checkpointing)
        {
            first.GradientCheckpointingEnable();
        }

        SequenceClassifierOutput expected = (SequenceClassifierOutput)whole.Forward(Texts("right"));
        SequenceClassifierOutput actual = (SequenceClassifierOutput)first.Forward(Texts("right"));
        expected.Loss!.Backward();
        actual.Loss!.Backward();

        Assert.Equal(expected.Logits!.ToArray(), actual.Logits!.ToArray());
        Assert.Equal(whole.Generator!.GetState(), first.Generator!.GetState());
        float largest = whole.Parameters().Max(parameter => parameter.Grad!.ToArray().Max(Math.Abs));
        foreach ((Parameter left, Parameter right) in whole.Parameters().Zip(first.Parameters()))
        {
            // Sums over rows leave zeros out, so that they add up in another order. What is zero but for rounding, such as the gradient of a
            // key's bias, is measured by the others.
            float[] gradient = left.Grad!.ToArray();
            float tolerance = 1e-6f * Math.Max(gradient.Max(Math.Abs), 0.1f * largest);
            Assert.All(gradient.Zip(right.Grad!.ToArray()), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
        }
    }

    private static (PreTrainedModel First, PreTrainedModel Whole) Models(string name)
    {
        PreTrainedModel first = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder(name));
        PreTrainedModel whole = AutoModelForSequenceClassification.FromConfig(
            first.Config.With(new Dictionary<string, object?> { ["output_hidden_states"] = true }));
        foreach ((Parameter from, Parameter to) in first.Parameters().Zip(whole.Parameters()))
        {
            from.Span.CopyTo(to.Span);
        }

        whole.Eval();
        return (first, whole);
    }

    private static Batch Texts(string padding)
    {
        const int Count = 5;
        const int Length = 9;
        long[] ids = new long[Count * Length];
        long[] mask = new long[Count * Length];
        for (int i = 0; i < ids.Length; i++)
        {
            (int text, int column) = Math.DivRem(i, Length);
            int tokens = padding == "none" ? Length : 3 + text;
            mask[i] = padding == "left" ? (column >= Length - tokens ? 1 : 0) : column < tokens ? 1 : 0;
            ids[i] = mask[i] == 1 ? ((7 * i) % 30) + 5 : 0;
        }

        return new Batch
        {
            ["input_ids"] = new LongTensor(ids, new Shape(Count, Length)),
            ["attention_mask"] = new LongTensor(mask, new Shape(Count, Length)),
            ["labels"] = new LongTensor([0, 1, 1, 0, 1], new Shape(Count)),
        };
    }
}
