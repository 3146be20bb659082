using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune;

/// <content>Uniform numbers.</content>
public sealed partial class Generator
{
    /// <summary>Fills with numbers from [0, 1), as <c>torch.rand</c>.</summary>
    public void Uniform(Span<float> destination) => DrawUniforms(destination);

    /// <summary>Fills with numbers from [from, to), as <c>tensor.uniform_(from, to)</c>: <c>fma(u, to - from, from)</c> in float32.</summary>
    /// <param name="destination">The elements to fill, in memory order.</param>
    /// <param name="from">The lower end.</param>
    /// <param name="to">The upper end, excluded (but rounding may reach it).</param>
    /// <exception cref="ArgumentException">The interval is empty or not finite in float32.</exception>
    public void Uniform(Span<float> destination, double from, double to)
    {
        float low = (float)from;
        float range = (float)to - low;
        if (!(from <= to) || !float.IsFinite(low) || !float.IsFinite(range))
        {
            Throw.UniformRange(from, to);
        }

        DrawUniforms(destination);
        UniformFloats.Stretch(destination, range, low);
    }

    /// <inheritdoc cref="Uniform(Span{float}, double, double)"/>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="from">The lower end. Default 0.</param>
    /// <param name="to">The upper end, excluded (but rounding may reach it). Default 1.</param>
    public void Uniform(Tensor tensor, double from = 0, double to = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Uniform(tensor.Span, from, to);
    }

    private void DrawUniforms(Span<float> destination)
    {
        _words.Fill(MemoryMarshal.Cast<float, uint>(destination));
        UniformFloats.FromWords(destination);
    }
}
