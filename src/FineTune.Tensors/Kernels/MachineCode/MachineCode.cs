using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Whether kernels are made as machine code at run time: where the processor, the system and the user agree.</summary>
internal static class MachineCode
{
    /// <summary>The environment variable that forbids it with 0.</summary>
    public const string Variable = "FINETUNE_MACHINE_CODE";

    // A function that only returns: whether the system lets anything be executed that was written before shows on it.
    private static readonly Lazy<string?> s_refusal = new(() =>
        Refusal(Environment.GetEnvironmentVariable(Variable)) ?? (ExecutableMemory.Place([0xC3], out string? answer) == 0 ? $"the system refuses executable memory ({answer})" : null));

    private static readonly Lazy<bool> s_hasPairs = new(() =>
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0);

    /// <summary>Gets or sets whether kernels may be made; tests forbid it to show that the others agree.</summary>
    public static bool IsAllowed { get; set; } = true;

    /// <summary>Gets why no kernels are made, or null where they are.</summary>
    public static string? WhyNot => IsAllowed ? s_refusal.Value : "forbidden by the program";

    /// <summary>Gets the widest vectors that kernels may be made for: 16, 8 or 0 floats.</summary>
    public static int Width => WhyNot is not null ? 0 : Avx512F.IsSupported ? 16 : 8;

    /// <summary>Gets whether there is an instruction for products of bfloat16 pairs (AVX512-BF16: bit 5 of EAX in leaf 7.1), and the system keeps its registers.</summary>
    public static bool HasPairs => Width == 16 && s_hasPairs.Value;

    /// <summary>Why no code may be made here, given the value of the environment variable; null where it may be tried.</summary>
    internal static string? Refusal(string? variable)
    {
        if (variable is not (null or "" or "0" or "1"))
        {
            Throw.MachineCodeVariableUnusable(variable);
        }

        return variable == "0" ? $"{Variable} is 0"
            : RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "made for x86-64 only"
            : !Avx2.IsSupported || !Fma.IsSupported ? "this processor, or DOTNET_EnableAVX2=0, has neither AVX2 nor FMA"
            : !OperatingSystem.IsLinux() && !OperatingSystem.IsWindows() ? "made on Linux and Windows only"
            : null;
    }
}
