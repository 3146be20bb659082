using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Which instructions of kernels the processor has and the system keeps registers for.</summary>
/// <remarks>
/// At run time the compiler has looked, and obeys DOTNET_EnableAVX2=0 and its like. A program compiled ahead of time denies what it was not compiled for, whatever the
/// processor has: there CPUID is asked, and the system's word is XCR0, which machine code reads.
/// </remarks>
internal sealed class ProcessorFacts
{
    /// <summary>xor ecx, ecx; xgetbv; shl rdx, 32; or rax, rdx; ret: a function that returns XCR0.</summary>
    public static readonly byte[] ReadSystemWord = [0x31, 0xC9, 0x0F, 0x01, 0xD0, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0, 0xC3];

    private const int Fma3 = 1 << 12, SystemWordIsReadable = 1 << 27, Avx2OfSeven = 1 << 5, Avx512OfSeven = 1 << 16, Bfloat16OfSevenOne = 1 << 5, TilesOfSeven = (1 << 22) | (1 << 24);
    private const ulong Vectors256 = 0x06, Vectors512 = 0xE6, TileRegisters = 0x6_0000;
    private const int FirstLettersOfIntel = 0x756E_6547;

    /// <summary>Looks.</summary>
    /// <param name="readSystemWord">The address of <see cref="ReadSystemWord"/> in executable memory.</param>
    public unsafe ProcessorFacts(nint readSystemWord)
    {
        (int vendor, int feature, int seven, int sevenTiles, int sevenOne) = Leaves();
        ulong word = (feature & SystemWordIsReadable) != 0 ? ((delegate* unmanaged<ulong>)readSystemWord)() : 0;
        bool isCompiledHere = RuntimeFeature.IsDynamicCodeCompiled;
        HasFma = isCompiledHere ? Avx2.IsSupported && Fma.IsSupported : (feature & Fma3) != 0 && (seven & Avx2OfSeven) != 0 && (word & Vectors256) == Vectors256;
        HasAvx512 = HasFma && (isCompiledHere ? Avx512F.IsSupported : (seven & Avx512OfSeven) != 0 && (word & Vectors512) == Vectors512);
        HasBfloat16 = HasAvx512 && (sevenOne & Bfloat16OfSevenOne) != 0;
        HasFastBfloat16 = HasBfloat16 && vendor != FirstLettersOfIntel;
        MultipliesFromMemory = HasBfloat16 && vendor == FirstLettersOfIntel;
        HasTiles = HasAvx512 && (sevenTiles & TilesOfSeven) == TilesOfSeven && (word & TileRegisters) == TileRegisters;
    }

    /// <summary>Gets whether there are 256-bit vectors and fused multiply-adds (AVX2 and FMA).</summary>
    public bool HasFma { get; }

    /// <summary>Gets whether there are 512-bit vectors (AVX-512).</summary>
    public bool HasAvx512 { get; }

    /// <summary>Gets whether there is an instruction for products of bfloat16 pairs (AVX512-BF16).</summary>
    public bool HasBfloat16 { get; }

    /// <summary>
    /// Gets whether that instruction multiplies faster than multiply-adds of single numbers: AMD's does, twice as fast (Zen 4); Intel's takes four times as long as one of
    /// those, for twice the products (Emerald Rapids).
    /// </summary>
    public bool HasFastBfloat16 { get; }

    /// <summary>
    /// Gets whether multiply-adds had better read factors themselves, one float for all lanes, than find them in registers: a factor then costs no instruction of its own, and a
    /// core that another thread shares has too few places for instructions. Intel's since Sapphire Rapids (measured on Emerald Rapids: tiles 7 % faster on a shared core, as fast as
    /// before alone). Cascade Lake lost by it, before kernels were machine code; AMD's were not measured.
    /// </summary>
    public bool MultipliesFromMemory { get; }

    /// <summary>Gets whether there are tile registers and an instruction for products of bfloat16 tiles (AMX-BF16).</summary>
    public bool HasTiles { get; }

    /// <summary>EBX of leaf 0, ECX of leaf 1, EBX and EDX of leaf 7 and EAX of leaf 7.1; 0 where there is no such leaf.</summary>
    private static (int Vendor, int Feature, int Seven, int SevenTiles, int SevenOne) Leaves()
    {
        if (!X86Base.IsSupported)
        {
            return default;
        }

        (int highest, int vendor, _, _) = X86Base.CpuId(0, 0);
        int feature = highest >= 1 ? X86Base.CpuId(1, 0).Ecx : 0;
        (int more, int seven, _, int sevenTiles) = highest >= 7 ? X86Base.CpuId(7, 0) : default;
        return (vendor, feature, seven, sevenTiles, more >= 1 ? X86Base.CpuId(7, 1).Eax : 0);
    }
}
