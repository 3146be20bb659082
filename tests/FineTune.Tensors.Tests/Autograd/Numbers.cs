namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Numbers for tests, the same at every run.</summary>
internal static class Numbers
{
    /// <summary>Numbers that look random, between -1 and 1 times the scale, whose float representation has a short mantissa.</summary>
    public static float[] Draw(int seed, int count, float scale = 1f)
    {
        uint state = (uint)(seed * 2654435761) | 1;
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            values[i] = ((state >> 20) / 2048f - 1f) * scale;
        }

        return values;
    }

    public static Tensor Tensor(int seed, params int[] dims)
    {
        Shape shape = new(dims);
        return FineTune.Tensor.From(Draw(seed, shape.NumElements), shape);
    }
}
