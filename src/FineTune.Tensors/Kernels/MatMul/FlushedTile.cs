using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// A tile by <see cref="Bfloat16.MultiplyAdd"/>: right, not fast. For machines without code and operands so small that it differs from the plain kernel's, and what the
/// tests hold operands in pairs to where the instruction for them is missing.
/// </summary>
internal static unsafe class FlushedTile
{
    /// <summary>Computes a tile of so many rows and vectors a row; a step of it is one step of k, or a pair of them in one float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TStepsOfK>(int rows, int registers, bool rowsApart, TileCall* call)
        where V : struct, ILanes<V>
        where TStepsOfK : struct, ICount
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
                    (V x, V y) = (V.Broadcast(*a), V.Load(ref *b));
                    sum = TStepsOfK.Value == 1
                        ? Bfloat16.MultiplyAdd(x, y, sum)
                        : Bfloat16.MultiplyAdd(Bfloat16.Even(x), Bfloat16.Even(y), Bfloat16.MultiplyAdd(Bfloat16.Odd(x), Bfloat16.Odd(y), sum));
                }

                ref float c = ref call->C[(i * call->CRow) + j];
                sum = call->Adds != 0 ? V.Load(ref c) + sum : sum;
                sum = call->Bias is null ? sum : sum + V.Load(ref call->Bias[j]);
                sum.Store(ref c);
            }
        }
    }
}
