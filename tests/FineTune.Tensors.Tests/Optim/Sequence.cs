namespace FineTune.Tests.Optim;

/// <summary>Numbers that look random and are the same in make_clipping.py.</summary>
internal static class Sequence
{
    public static float[] Floats(int length, uint seed, float scale)
    {
        float[] values = new float[length];
        uint state = seed;
        for (int i = 0; i < length; i++)
        {
            state = unchecked((1664525 * state) + 1013904223);
            values[i] = (float)(((int)(state >> 8) - (1 << 23)) / (double)(1 << 23)) * scale;
        }

        return values;
    }
}
