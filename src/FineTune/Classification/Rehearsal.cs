using System.Runtime.CompilerServices;
using FineTune.Autograd;
using FineTune.Runtime;

namespace FineTune.Classification;

/// <summary>
/// A step and an evaluation of a model of a few numbers, beside the reading of data and weights, so that the code of the first real step is
/// compiled when it is needed. It shares nothing with the run; a program compiled ahead of time needs none.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Begins in the background, if a core can be spared for it.</summary>
    /// <param name="trains">Whether the run trains, or only evaluates.</param>
    public static void Start(bool trains)
    {
        if (RuntimeFeature.IsDynamicCodeCompiled && Workers.ThreadCount > 1 && Environment.ProcessorCount > 1)
        {
            _ = Task.Run(() => Run(trains));
        }
    }

    /// <summary>Does it, and gives the last loss.</summary>
    internal static float Run(bool trains)
    {
        BertConfig config = new()
        {
            VocabSize = 8,
            HiddenSize = 32,
            NumHiddenLayers = 1,
            NumAttentionHeads = 2,
            IntermediateSize = 64,
            MaxPositionEmbeddings = 32,
            NumLabels = 2,
        };
        BertForSequenceClassification model = new(config) { Generator = new Generator(0) };
        foreach (Parameter parameter in model.Parameters())
        {
            parameter.Span.Fill(0.01f);
        }

        using TensorScope scope = new();
        if (trains)
        {
            model.Train();
            AdamW optimizer = new([new ParameterGroup(model.Parameters())], new AdamWOptions { Lr = 1e-5 });
            Loss(model).Backward();
            GradientClipping.ClipGradNorm(model.Parameters(), 1);
            optimizer.Step();
        }

        model.Eval();
        using (AutogradMode.NoGrad())
        using (PackedWeights packed = new())
        using (packed.Open())
        {
            return Loss(model).Span[0];
        }
    }

    private static Tensor Loss(BertForSequenceClassification model) => model.Forward(new Batch
    {
        ["input_ids"] = new LongTensor([1, 2, 3, 4, 5, 6, 1, 2, 3, 0, 0, 0], new Shape(2, 6)),
        ["attention_mask"] = new LongTensor([1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], new Shape(2, 6)),
        ["labels"] = new LongTensor([0, 1], new Shape(2)),
    }).Loss!;
}
