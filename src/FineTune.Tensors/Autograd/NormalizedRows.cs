using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>What the operations that end in a layer normalization share.</summary>
internal static class NormalizedRows
{
    /// <summary>Gets the length of the rows, after checking that weight and bias fit.</summary>
    public static int Width(Shape input, Shape weight, Shape bias)
    {
        if (input.Rank == 0 || weight.Rank != 1 || weight != bias || weight[0] != input[-1])
        {
            Throw.LayerNormShapes(input, weight, bias);
        }

        return weight[0];
    }

    /// <summary>Runs the gradient with the targets of weight and bias.</summary>
    public static void Run(LayerNormBackward kernel, Tensor gamma, Tensor beta, GradientSink gradients)
    {
        bool accumulateGamma = false;
        bool accumulateBeta = false;
        Span<float> dgamma = gamma.NeedsGrad ? gradients.Target(gamma, out accumulateGamma).Span : default;
        Span<float> dbeta = beta.NeedsGrad ? gradients.Target(beta, out accumulateBeta).Span : default;
        kernel.Run(dgamma, accumulateGamma, dbeta, accumulateBeta);
    }
}
