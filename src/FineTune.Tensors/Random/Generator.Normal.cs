using FineTune.Kernels;

namespace FineTune;

/// <content>Normal numbers.</content>
public sealed partial class Generator
{
    /// <summary>Fills with normally distributed numbers, as <c>tensor.normal_(mean, std)</c> of a contiguous float32 tensor.</summary>
    /// <remarks>
    /// As in torch, fewer than 16 numbers are drawn one by one in double precision (the second of a pair waits in the generator for
    /// the next such call), 16 or more in blocks.
    /// </remarks>
    /// <param name="destination">The elements to fill, in memory order.</param>
    /// <param name="mean">The mean. Default 0.</param>
    /// <param name="std">The standard deviation. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="std"/> is negative or not a number.</exception>
    public void Normal(Span<float> destination, double mean = 0, double std = 1)
    {
        CheckStd(std);
        if (destination.Length >= NormalBlocks.BlockLength)
        {
            FillNormal(destination, (float)mean, (float)std);
            return;
        }

        foreach (ref float value in destination)
        {
            value = (float)NextNormal(mean, std);
        }
    }

    /// <inheritdoc cref="Normal(Span{float}, double, double)"/>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="mean">The mean. Default 0.</param>
    /// <param name="std">The standard deviation. Default 1.</param>
    public void Normal(Tensor tensor, double mean = 0, double std = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Normal(tensor.Span, mean, std);
    }

    /// <summary>Draws one normally distributed number, as torch does for each element of a small or strided tensor.</summary>
    /// <param name="mean">The mean. Default 0.</param>
    /// <param name="std">The standard deviation. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="std"/> is negative or not a number.</exception>
    public double NextNormal(double mean = 0, double std = 1)
    {
        CheckStd(std);
        return Math.FusedMultiplyAdd(NextStandardNormal(), std, mean);
    }

    private static void CheckStd(double std)
    {
        if (!(std >= 0))
        {
            Throw.StandardDeviation(std);
        }
    }

    private double NextStandardNormal()
    {
        if (_cachedDoubleNormal is { } cached)
        {
            _cachedDoubleNormal = null;
            return cached;
        }

        double u1 = NextDouble();
        double u2 = NextDouble();
        double radius = Math.Sqrt(-2 * Log1p.Of(-u2));
        double angle = 2 * Math.PI * u1;
        _cachedDoubleNormal = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private void FillNormal(Span<float> destination, float mean, float std)
    {
        DrawUniforms(destination);
        int whole = destination.Length / NormalBlocks.BlockLength * NormalBlocks.BlockLength;
        NormalBlocks.Transform(destination[..whole], mean, std);
        if (whole != destination.Length)
        {
            // torch draws the last sixteen anew, over some that are finished already.
            Span<float> last = destination[^NormalBlocks.BlockLength..];
            DrawUniforms(last);
            NormalBlocks.Transform(last, mean, std);
        }
    }
}
