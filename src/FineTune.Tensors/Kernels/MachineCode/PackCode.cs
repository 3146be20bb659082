using System.Runtime.InteropServices;
using static FineTune.Kernels.Register64;

namespace FineTune.Kernels;

/// <summary>
/// Makes the machine code that packs slivers in joined pairs (<see cref="PairSlivers"/>): it rounds to bfloat16 by the processor's instruction, which has the bits of
/// <see cref="Bfloat16.Round{V}"/>, and so rounds before it transposes, half as many bytes.
/// </summary>
/// <remarks>The one argument is the address of a <see cref="PackCall"/>. Only registers are used that both calling conventions leave to a function.</remarks>
internal sealed class PackCode
{
    /// <summary>How many elements, and pairs of steps, are transposed at a time.</summary>
    public const int Side = 16;

    private const int VectorBytes = 64, RowsAhead = 12, BytesAhead = 256;
    private const Register64 Call = Rcx, Source = Rdx, Distance = R8, Destination = R9, Step = R10, Ahead = R11, Block = R11, Count = Rax;

    private readonly Assembler _assembler = new(VectorBytes);
    private readonly Stack<int> _free = new(Assembler.FreeVectors.ToArray().Reverse());

    private PackCode()
    {
    }

    /// <summary>
    /// Gets the code that makes a row of pairs of two rows of so many times sixteen floats, <see cref="PackCall.Count"/> times: the first has the even steps.
    /// </summary>
    public static byte[] Join(int registers, bool isWindows)
    {
        PackCode code = new();
        code.WriteJoin(registers, isWindows);
        return code._assembler.ToArray();
    }

    /// <summary>Gets the code that makes sixteen rows of sixteen pairs of 32 columns of sixteen rows of floats, <see cref="PackCall.Count"/> times along these.</summary>
    public static byte[] Transpose(bool isWindows)
    {
        PackCode code = new();
        code.WriteTranspose(isWindows);
        return code._assembler.ToArray();
    }

    private void WriteJoin(int registers, bool isWindows)
    {
        Enter(isWindows);
        _assembler.Move(Ahead, Distance);
        _assembler.TimesFour(Ahead);
        _assembler.LoadAddress(Ahead, new(Ahead, 0, Ahead, RowsAhead / 4 - 1));
        int order = _free.Pop();
        int words = _assembler.LoadVectorAhead(order);
        int turn = _assembler.Position;
        int[] odd = [.. Enumerable.Range(0, registers).Select(_ => _free.Pop())];
        int[] even = [.. Enumerable.Range(0, registers).Select(_ => _free.Pop())];
        foreach (int[] row in new[] { even, odd })
        {
            for (int i = 0; i < registers; i++)
            {
                _assembler.Prefetch(new(Source, i * VectorBytes, Ahead, 1));
                _assembler.Vector(VectorForm.Load, row[i], 0, new CodeAddress(Source, i * VectorBytes));
            }

            _assembler.Add(Source, Distance);
        }

        for (int i = 0; i < registers; i++)
        {
            _assembler.Vector(VectorForm.RoundTwo, even[i], odd[i], even[i]);
            _assembler.Vector(VectorForm.ChooseWords, even[i], order, even[i]);
            _assembler.Vector(VectorForm.Store, even[i], 0, new CodeAddress(Destination, i * VectorBytes));
        }

        _assembler.Add(Destination, Step);
        _assembler.Add(Count, -1);
        _assembler.JumpBack(CodeCondition.NotEqual, turn);
        _assembler.Return();
        _assembler.Align(VectorBytes);
        _assembler.Land(words);
        ushort[] inTurn = [.. Enumerable.Range(0, 2 * Side).Select(i => (ushort)((i / 2) + (i % 2 * Side)))];
        _assembler.Data(MemoryMarshal.AsBytes<ushort>(inTurn));
    }

    private void WriteTranspose(bool isWindows)
    {
        Enter(isWindows);
        _assembler.Move(Block, Source);
        int turn = _assembler.Position;
        int[] rows = [.. Enumerable.Range(0, Side).Select(_ => _free.Pop())];
        for (int i = 0; i < Side; i++)
        {
            _assembler.Prefetch(new(Source, BytesAhead));
            _assembler.Prefetch(new(Source, BytesAhead + VectorBytes));
            _assembler.Vector(VectorForm.Load, rows[i], 0, new CodeAddress(Source, VectorBytes));
            _assembler.Vector(VectorForm.RoundTwo, rows[i], rows[i], new CodeAddress(Source));
            _assembler.Add(Source, Distance);
        }

        // Elements of two rows in turn, then of four, then quarters: register 4 L + c of a group of four becomes pair 4 L + c.
        for (int i = 0; i < Side; i += 2)
        {
            Exchange(ref rows[i], ref rows[i + 1], VectorForm.InterleaveLow, VectorForm.InterleaveHigh);
        }

        for (int i = 0; i < Side; i += 4)
        {
            Exchange(ref rows[i], ref rows[i + 2], VectorForm.LowPairs, VectorForm.HighPairs);
            Exchange(ref rows[i + 1], ref rows[i + 3], VectorForm.LowPairs, VectorForm.HighPairs);
            (rows[i + 1], rows[i + 2]) = (rows[i + 2], rows[i + 1]);
        }

        for (int i = 0; i < 4; i++)
        {
            ExchangeQuarters(ref rows[i], ref rows[i + 4]);
            ExchangeQuarters(ref rows[i + 8], ref rows[i + 12]);
            ExchangeQuarters(ref rows[i], ref rows[i + 8]);
            ExchangeQuarters(ref rows[i + 4], ref rows[i + 12]);
        }

        foreach (int row in rows)
        {
            _assembler.Vector(VectorForm.Store, row, 0, new CodeAddress(Destination));
            _assembler.Add(Destination, Step);
        }

        _assembler.LoadAddress(Block, new(Block, 2 * VectorBytes));
        _assembler.Move(Source, Block);
        _assembler.Add(Count, -1);
        _assembler.JumpBack(CodeCondition.NotEqual, turn);
        _assembler.Return();
    }

    private void Enter(bool isWindows)
    {
        _assembler.TakeArgument(isWindows);
        _assembler.Load(Source, new(Call, PackCall.SourceOffset));
        _assembler.Load(Distance, new(Call, PackCall.DistanceOffset));
        _assembler.Load(Destination, new(Call, PackCall.DestinationOffset));
        _assembler.Load(Step, new(Call, PackCall.StepOffset));
        _assembler.Load(Count, new(Call, PackCall.CountOffset));
    }

    /// <summary>first, second = first (low) second, first (high) second.</summary>
    private void Exchange(ref int first, ref int second, VectorForm low, VectorForm high)
    {
        int free = _free.Pop();
        _assembler.Vector(low, free, first, second);
        _assembler.Vector(high, second, first, second);
        _free.Push(first);
        first = free;
    }

    /// <summary>first, second = their even quarters, their odd ones.</summary>
    private void ExchangeQuarters(ref int first, ref int second)
    {
        int free = _free.Pop();
        _assembler.Vector(VectorForm.ChooseQuarters, free, first, second, 0b10_00_10_00);
        _assembler.Vector(VectorForm.ChooseQuarters, second, first, second, 0b11_01_11_01);
        _free.Push(first);
        first = free;
    }
}
