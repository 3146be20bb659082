using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>activated = gelu(sums), a row an item.</summary>
internal readonly unsafe struct GeluTile(float* sums, float* activated, nint distance, int columns) : ILaneJob
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        for (int i = start; i < end; i++)
        {
            float* x = sums + (i * distance);
            float* y = activated + (i * distance);
            int j = 0;
            for (; j + V.Count <= columns; j += V.Count)
            {
                Gelu.Forward(V.Load(ref x[j])).Store(ref y[j]);
            }

            for (; j < columns; j++)
            {
                Gelu.Forward(Lanes1.Load(ref x[j])).Store(ref y[j]);
            }
        }
    }
}
