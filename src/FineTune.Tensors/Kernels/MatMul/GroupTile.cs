using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// A tile of <see cref="TileArithmetic.Groups"/> by formula, as Intel's manual has it for <c>tdpbf16ps</c>: right, not fast. It shows what the instruction is to compute, and that
/// operands lie as they should, where the processor has none.
/// </summary>
internal static unsafe class GroupTile
{
    /// <summary>Stores the sums of a tile of so many rows and vectors a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(int rows, int registers, bool rowsApart, TileCall* call)
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < registers * V.Count; j += V.Count)
            {
                float* a = call->A + (i * call->AStep);
                float* b = call->B + j;
                V sum = V.Broadcast(0);
                for (nint group = call->Steps; group > 0; group -= TileRegisterCode.Side)
                {
                    V even = V.Broadcast(0);
                    V odd = even;
                    for (int pair = 0; pair < TileRegisterCode.Side; pair++, a++, b += call->BStep)
                    {
                        (V x, V y) = (V.Broadcast(*a), V.Load(ref *b));
                        even = Bfloat16.MultiplyAdd(Bfloat16.Even(x), Bfloat16.Even(y), even);
                        odd = Bfloat16.MultiplyAdd(Bfloat16.Odd(x), Bfloat16.Odd(y), odd);
                    }

                    sum = Bfloat16.Add(sum, Bfloat16.Add(even, odd));
                }

                sum.Store(ref call->C[(i * call->CRow) + j]);
            }
        }
    }
}
