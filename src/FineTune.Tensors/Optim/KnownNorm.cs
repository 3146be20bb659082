using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>The norm of a gradient as it was when nobody had been handed it since.</summary>
internal sealed class KnownNorm
{
    private Storage? _gradient;
    private int _handedOut;
    private float _value;
    private volatile bool _isComputed;

    /// <summary>Takes note of what <see cref="Compute"/>, on whatever thread, is to compute.</summary>
    public void Begin(Storage gradient)
    {
        _isComputed = false;
        (_gradient, _handedOut) = (gradient, gradient.HandedOut);
    }

    /// <summary>Computes the norm.</summary>
    public void Compute()
    {
        ReadOnlySpan<float> gradient = _gradient!.Peek;
        SquareSum sum = new(gradient.Length);
        sum.Add(gradient, 0);
        _value = sum.Norm();
        _isComputed = true;
    }

    /// <summary>Gets the norm of a gradient, if it was computed of that one and as it is now.</summary>
    public bool TryGet(Storage gradient, out float norm)
    {
        bool isKnown = _isComputed && _gradient == gradient && _handedOut == gradient.HandedOut;
        norm = isKnown ? _value : 0;
        return isKnown;
    }
}
