using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>A tile by <see cref="Bfloat16.MultiplyAdd"/>, for machines without code and operands so small that it differs from the plain kernel's: right, not fast.</summary>
internal static unsafe class FlushedTile
{
    /// <summary>Computes a tile of so many rows and vectors a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(int rows, int registers, bool rowsApart, TileCall* call)
        where V : struct, ILanes<V>
    {
        nint aRow = rowsApart ? call->AStep : 1;
        nint aStep = rowsApart ? 1 : call->AStep;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < registers * V.Count; j += V.Count)
            {
                V sum = V.Broadcast(0);
                float* a = call->A + (i * aRow);
                float* b = call->B + j;
                for (nint k = call->Steps; k > 0; k--, a += aStep, b += call->BStep)
                {
                    sum = Bfloat16.MultiplyAdd(V.Broadcast(*a), V.Load(ref *b), sum);
                }

                ref float c = ref call->C[(i * call->CRow) + j];
                sum = call->Adds != 0 ? V.Load(ref c) + sum : sum;
                sum = call->Bias is null ? sum : sum + V.Load(ref call->Bias[j]);
                sum.Store(ref c);
            }
        }
    }
}
