namespace FineTune.Autograd;

/// <summary>
/// Cosines and sines of rotary positions in the reference's arithmetic: <c>frequency[i] = 1 / theta^(2i / head size)</c> and
/// <c>angle = position * frequency</c> rounded to float32 at every step, and the functions of that angle.
/// </summary>
internal sealed class RotaryTable
{
    private readonly float[] _frequencies;
    private float[] _cosines = [];
    private float[] _sines = [];

    /// <summary>Initializes the table.</summary>
    /// <param name="theta">The base of the wavelengths.</param>
    /// <param name="headSize">A head's size, an even number.</param>
    public RotaryTable(double theta, int headSize)
    {
        HeadSize = headSize;
        _frequencies = new float[headSize / 2];
        for (int i = 0; i < _frequencies.Length; i++)
        {
            _frequencies[i] = 1f / (float)Math.Pow((float)theta, 2 * i / (float)headSize);
        }
    }

    public int HeadSize { get; }

    /// <summary>Gets the cosines and sines of at least so many positions, half a head's size for each.</summary>
    public (ReadOnlyMemory<float> Cosines, ReadOnlyMemory<float> Sines) Of(int positions)
    {
        float[] cosines = Volatile.Read(ref _cosines);
        float[] sines = Volatile.Read(ref _sines);
        int half = _frequencies.Length;
        if (Math.Min(cosines.Length, sines.Length) < positions * half)
        {
            int count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)positions);
            (cosines, sines) = (new float[count * half], new float[count * half]);
            for (int i = 0; i < cosines.Length; i++)
            {
                (double sine, double cosine) = Math.SinCos(i / half * _frequencies[i % half]);
                (cosines[i], sines[i]) = ((float)cosine, (float)sine);
            }

            Volatile.Write(ref _cosines, cosines);
            Volatile.Write(ref _sines, sines);
        }

        return (cosines, sines);
    }
}
