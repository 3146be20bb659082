namespace FineTune.Kernels;

/// <summary>
/// What one AdamW step does to an element, rounded to float32 where torch's fused kernel rounds: the rest is computed in double.
/// </summary>
internal readonly struct AdamWScalars
{
    /// <summary>Initializes the scalars of step <paramref name="step"/> (1 for the first).</summary>
    public AdamWScalars(double lr, double beta1, double beta2, double eps, double weightDecay, float step)
    {
        double biasCorrection1 = 1 - Math.Pow(beta1, step);
        double biasCorrection2 = 1 - Math.Pow(beta2, step);
        Decay = weightDecay == 0 ? 1 : (float)(1 - (lr * weightDecay));
        LerpWeight = (float)(1 - beta1);
        Beta2 = (float)beta2;
        OneMinusBeta2 = (float)(1 - beta2);
        NegativeStepSize = (float)-(lr / biasCorrection1);
        BiasCorrection2Root = (float)Math.Sqrt(biasCorrection2);
        Eps = (float)eps;
    }

    /// <summary>Gets what the parameter is multiplied by first; 1 leaves every bit as it is.</summary>
    public float Decay { get; }

    /// <summary>Gets 1 - beta1: how far the first moment moves towards the gradient.</summary>
    public float LerpWeight { get; }

    public float Beta2 { get; }

    public float OneMinusBeta2 { get; }

    public float NegativeStepSize { get; }

    public float BiasCorrection2Root { get; }

    public float Eps { get; }
}
