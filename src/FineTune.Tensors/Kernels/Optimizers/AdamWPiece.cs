namespace FineTune.Kernels;

/// <summary>A run of neighbouring elements that one AdamW step updates.</summary>
/// <param name="Parameter">The weights.</param>
/// <param name="FirstMoment">Running mean of the gradient.</param>
/// <param name="SecondMoment">Running mean of its square.</param>
/// <param name="MaxSecondMoment">Greatest second moment so far, for AMSGrad; else null.</param>
/// <param name="Gradient">The gradient, before scaling.</param>
/// <param name="VectorCount">How many elements, from the first on, torch's kernel does with vectors.</param>
/// <param name="Count">How many elements there are.</param>
/// <param name="Scalars">Which scalars apply.</param>
/// <param name="GradientScale">What the gradient is multiplied by first.</param>
internal readonly record struct AdamWPiece(
    nint Parameter,
    nint FirstMoment,
    nint SecondMoment,
    nint MaxSecondMoment,
    nint Gradient,
    int VectorCount,
    int Count,
    int Scalars,
    float GradientScale);
