using static FineTune.Kernels.Register64;

namespace FineTune.Kernels;

/// <summary>
/// A loop of multiply-adds between 512-bit registers, as machine code: what a processor's peak is measured with by a program whose own instructions are narrower than
/// its tile kernels'.
/// </summary>
internal static unsafe class PeakCode
{
    /// <summary>How many multiply-adds of sixteen floats a turn has.</summary>
    public const int Sums = 20;

    private const int VectorBytes = 64;
    private static readonly Lazy<nint> s_function = new(() => ExecutableMemory.Place(Of(OperatingSystem.IsWindows()), out _));

    /// <summary>Runs it so many times; returns how many floating-point operations that were, 0 where there is no place for code.</summary>
    public static double Run(int turns)
    {
        if (s_function.Value == 0)
        {
            return 0;
        }

        nint left = turns;
        ((delegate* unmanaged<nint*, void>)s_function.Value)(&left);
        return 2.0 * Sums * (VectorBytes / sizeof(float)) * turns;
    }

    /// <summary>Gets the code, whose argument is the address of the number of turns: it counts that down to zero.</summary>
    public static byte[] Of(bool isWindows)
    {
        // Nothing is added to zero, which is as fast as anything else.
        int[] registers = Assembler.FreeVectors.ToArray();
        Assembler assembler = new(VectorBytes);
        assembler.TakeArgument(isWindows);
        Array.ForEach(registers, register => assembler.Vector(VectorForm.Xor, register, register, register));
        int turn = assembler.Position;
        for (int i = 0; i < Sums; i++)
        {
            assembler.Vector(VectorForm.MultiplyAdd, registers[i], registers[Sums], registers[Sums + 1]);
        }

        assembler.Subtract(new(Rcx), 1);
        assembler.JumpBack(CodeCondition.NotEqual, turn);
        assembler.Return();
        return assembler.ToArray();
    }
}
