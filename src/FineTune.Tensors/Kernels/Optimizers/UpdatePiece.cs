namespace FineTune.Kernels;

/// <summary>A run of neighbouring elements that one step of an optimizer updates.</summary>
/// <param name="Parameter">The weights.</param>
/// <param name="Gradient">The gradient, before scaling.</param>
/// <param name="First">The first remembered number of each element, or null.</param>
/// <param name="Second">The second, or null.</param>
/// <param name="Third">The third, or null.</param>
/// <param name="Count">How many elements there are.</param>
/// <param name="Rule">Which rule applies.</param>
/// <param name="GradientScale">What the gradient is multiplied by first.</param>
internal readonly record struct UpdatePiece(
    nint Parameter, nint Gradient, nint First, nint Second, nint Third, int Count, int Rule, float GradientScale);
