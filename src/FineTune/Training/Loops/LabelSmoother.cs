namespace FineTune.Training;

/// <summary>The loss of <c>label_smoothing_factor</c>: a share of the target is spread over all classes.</summary>
internal sealed class LabelSmoother(double epsilon)
{
    /// <summary>Computes the loss, a scalar.</summary>
    /// <param name="logits">Scores, <c>[..., C]</c>.</param>
    /// <param name="labels">Classes, <c>[...]</c>; those that are -100 do not count.</param>
    /// <exception cref="InvalidOperationException">There is not one row of scores a label.</exception>
    public Tensor Apply(Tensor? logits, TensorBase labels)
    {
        if (logits is null || logits.Shape.Rank < 2 || logits.Length / logits.Shape[-1] != labels.Length)
        {
            throw new InvalidOperationException(
                $"label_smoothing_factor needs the model's Logits to have one row of scores a label; they are {logits?.Shape.ToString() ?? "missing"}, " +
                $"the labels {labels.Shape}. Set it to 0, or let the model return such Logits.");
        }

        Tensor rows = logits.Shape.Rank == 2 ? logits : logits.Reshape(labels.Length, logits.Shape[-1]);
        LongTensor classes = labels.Shape.Rank == 1 ? (LongTensor)labels : new LongTensor(((LongTensor)labels).ToArray(), new Shape(labels.Length));
        return Functional.LabelSmoother(rows, classes, epsilon);
    }
}
