namespace FineTune.Kernels;

/// <summary>What a row of AdamW steps can do at most to an element without a gradient.</summary>
/// <param name="GreatestStep">The greatest step size.</param>
/// <param name="SecondMoment">What is at least left of the second moment, as a share.</param>
/// <param name="Eps">The least eps.</param>
/// <param name="Parameter">What weight decay leaves of the weight at least, as a share.</param>
/// <param name="LerpWeight">How far each step moves the first moment, or NaN if not all by the same.</param>
internal readonly record struct AdamWBound(float GreatestStep, float SecondMoment, float Eps, float Parameter, float LerpWeight)
{
    /// <summary>Gets the bound of one step.</summary>
    public static AdamWBound Of(in AdamWScalars step) => new(
        Math.Abs(step.NegativeStepSize), step.Beta2, step.Eps, Math.Min(1, Math.Abs(step.Decay)), step.LerpWeight);

    /// <summary>Gets the bound of this row of steps with one more.</summary>
    public AdamWBound With(in AdamWScalars step) => new(
        Math.Max(GreatestStep, Math.Abs(step.NegativeStepSize)),
        SecondMoment * step.Beta2,
        Math.Min(Eps, step.Eps),
        Parameter * Math.Min(1, Math.Abs(step.Decay)),
        LerpWeight == step.LerpWeight ? LerpWeight : float.NaN);
}
