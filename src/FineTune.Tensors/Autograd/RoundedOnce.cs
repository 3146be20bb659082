using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// As long as it is open, what several layers read of one tensor is rounded once for them all, with and without gradients (<see cref="ProductRows"/>). Layers that
/// keep it for the way back do so beyond the end.
/// </summary>
internal readonly ref struct RoundedOnce : IDisposable
{
    private readonly Tensor? _x;

    /// <summary>Rounds the rows of a tensor for layers with weights of this size, where they multiply in bfloat16.</summary>
    public RoundedOnce(Tensor x, Parameter weight)
    {
        MatMulPrecision precision = Autocast.PrecisionFor(weight.Shape[0]);
        if (precision != MatMulPrecision.Single)
        {
            ProductRows.Kept(x, weight.Shape[1], precision).GiveBack();
            _x = x;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _x?.Storage.ForgetRounded();
}
