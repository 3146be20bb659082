namespace FineTune;

/// <summary>The loss of a classifier of whole texts, chosen by <see cref="ProblemType"/>.</summary>
internal static class SequenceClassification
{
    /// <summary>The class number torch's cross entropy leaves out of the mean.</summary>
    public const long IgnoreIndex = -100;

    /// <summary>
    /// Computes the loss of logits <c>[B, C]</c>, and notes in the model's configuration what the outputs stand for if it was not known;
    /// null when the batch has no labels.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="logits">What it computed.</param>
    /// <param name="batch">The batch, with the labels.</param>
    public static Tensor? Loss(PreTrainedModel model, Tensor logits, Batch batch)
    {
        if (batch.Labels is not { } labels)
        {
            return null;
        }

        ProblemType problem = Infer(model.Config, labels);
        Tensor loss = problem switch
        {
            ProblemType.SingleLabelClassification => Functional.CrossEntropy(logits, Classes(labels, logits.Shape, batch.Rows)),
            ProblemType.Regression => MeanSquaredError(logits, labels),
            _ => Functional.BinaryCrossEntropyWithLogits(logits, Numbers(labels, logits.Shape, logits.Shape, problem)),
        };
        Note(model, problem);
        return loss;
    }

    /// <summary>Gets what the outputs of a model stand for, and notes it in its configuration if it was not known and the model notes it.</summary>
    public static ProblemType NoteProblem(PreTrainedModel model, TensorBase labels)
    {
        ProblemType problem = Infer(model.Config, labels);
        Note(model, problem);
        return problem;
    }

    /// <summary>Gets the class of each row of logits <c>[B, C]</c>, checked: -100 or one of 0 to C - 1.</summary>
    public static LongTensor Classes(TensorBase labels, Shape logits, IReadOnlyList<int>? rows)
    {
        if (labels is not LongTensor classes || classes.Length != logits[0])
        {
            return Throw.LabelsDoNotFit<LongTensor>(labels, ProblemType.SingleLabelClassification, $"({logits[0]})", "whole numbers");
        }

        for (int row = 0; row < classes.Length; row++)
        {
            long value = classes[row];
            if ((value < 0 || value >= logits[1]) && value != IgnoreIndex)
            {
                Throw.LabelOutOfRange(row, rows?[row], value, logits[1]);
            }
        }

        return classes;
    }

    /// <summary>Gets the labels of several classes a row as numbers of the logits' shape.</summary>
    public static Tensor Numbers(TensorBase labels, Shape logits) => Numbers(labels, logits, logits, ProblemType.MultiLabelClassification);

    private static void Note(PreTrainedModel model, ProblemType problem)
    {
        if (model.NotesProblemType && model.Config.ProblemType is null)
        {
            model.Config = model.Config with { ProblemType = problem };
        }
    }

    private static ProblemType Infer(PretrainedConfig config, TensorBase labels) => config.ProblemType
        ?? (config.NumLabels == 1 ? ProblemType.Regression
            : labels is LongTensor ? ProblemType.SingleLabelClassification
            : ProblemType.MultiLabelClassification);

    /// <summary>One output a text is compared as a column of numbers, whether the labels are <c>[B]</c> or <c>[B, 1]</c>.</summary>
    private static Tensor MeanSquaredError(Tensor logits, TensorBase labels)
    {
        Shape expected = logits.Shape[1] == 1 ? new(logits.Shape[0]) : logits.Shape;
        return Functional.MseLoss(logits.Reshape(expected), Numbers(labels, expected, logits.Shape, ProblemType.Regression));
    }

    /// <summary>The labels as numbers of a shape; whole numbers are taken as such.</summary>
    private static Tensor Numbers(TensorBase labels, Shape expected, Shape logits, ProblemType problem)
    {
        if (labels.Shape != expected && labels.Shape != logits)
        {
            Throw.LabelsDoNotFit<Tensor>(labels, problem, expected.ToString(), "numbers");
        }

        if (labels is LongTensor whole)
        {
            Tensor numbers = Tensor.Zeros(expected);
            for (int i = 0; i < whole.Length; i++)
            {
                numbers.Span[i] = whole[i];
            }

            return numbers;
        }

        return ((Tensor)labels).Reshape(expected);
    }
}
