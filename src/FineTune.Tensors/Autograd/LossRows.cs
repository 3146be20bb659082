namespace FineTune.Autograd;

/// <summary>Reduces per-element losses to a loss, and a loss's gradient back to per-element ones.</summary>
internal static class LossRows
{
    /// <summary>Gets the elements themselves, their sum, or their sum divided by <paramref name="divisor"/>.</summary>
    public static Tensor Reduce(Tensor losses, LossReduction reduction, float divisor)
    {
        if (reduction == LossReduction.None)
        {
            return losses;
        }

        float sum = Kernels.Reduction.Sum(losses.Span);
        losses.Dispose();
        return Tensor.From(reduction == LossReduction.Mean ? sum / divisor : sum);
    }

    /// <summary>Gets the gradient of element <paramref name="index"/>'s loss.</summary>
    public static float Gradient(ReadOnlySpan<float> outputGradient, int index, LossReduction reduction, float divisor) => reduction switch
    {
        LossReduction.None => outputGradient[index],
        LossReduction.Sum => outputGradient[0],
        _ => outputGradient[0] / divisor,
    };
}
