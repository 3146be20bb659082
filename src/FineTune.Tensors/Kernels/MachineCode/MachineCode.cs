using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Whether kernels are made as machine code at run time: where the processor, the system and the user agree.</summary>
internal static class MachineCode
{
    /// <summary>The environment variable that forbids it with 0.</summary>
    public const string Variable = "FINETUNE_MACHINE_CODE";

    private static readonly Lazy<(string? WhyNot, ProcessorFacts? Processor)> s_found = new(Look);
    private static readonly Lazy<string?> s_whyNoTiles = new(AskForTiles);

    /// <summary>Gets or sets whether kernels may be made; tests forbid it to show that the others agree.</summary>
    public static bool IsAllowed { get; set; } = true;

    /// <summary>Gets why no kernels are made, or null where they are.</summary>
    public static string? WhyNot => IsAllowed ? s_found.Value.WhyNot : "forbidden by the program";

    /// <summary>Gets the widest vectors that kernels may be made for: 16, 8 or 0 floats.</summary>
    public static int Width => WhyNot is not null ? 0 : s_found.Value.Processor!.HasAvx512 ? 16 : 8;

    /// <summary>Gets whether kernels may use the instruction for products of bfloat16 pairs.</summary>
    public static bool HasPairs => WhyNot is null && s_found.Value.Processor!.HasBfloat16;

    /// <summary>Gets whether it is faster than multiply-adds of single numbers.</summary>
    public static bool HasFastPairs => WhyNot is null && s_found.Value.Processor!.HasFastBfloat16;

    /// <inheritdoc cref="ProcessorFacts.MultipliesFromMemory"/>
    public static bool MultipliesFromMemory => WhyNot is null && s_found.Value.Processor!.MultipliesFromMemory;

    /// <summary>Gets whether the processor has tile registers (AMX-BF16), whatever the system says to them.</summary>
    public static bool HasTileRegisters => WhyNot is null && s_found.Value.Processor!.HasTiles;

    /// <summary>Gets why kernels may not use tile registers (AMX), or null where they may. The system is asked for them at the first call.</summary>
    public static string? WhyNoTiles => WhyNot is { } reason ? $"there is no machine code here ({reason})" : s_whyNoTiles.Value;

    /// <summary>Why no code may be made here, given the value of the environment variable; null where it may be tried.</summary>
    internal static string? Refusal(string? variable)
    {
        if (variable is not (null or "" or "0" or "1"))
        {
            Throw.MachineCodeVariableUnusable(variable);
        }

        return variable == "0" ? $"{Variable} is 0"
            : RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "made for x86-64 only"
            : !OperatingSystem.IsLinux() && !OperatingSystem.IsWindows() ? "made on Linux and Windows only"
            : null;
    }

    private static string? AskForTiles() =>
        !s_found.Value.Processor!.HasTiles ? "this processor, or DOTNET_EnableAVX512=0, has no AMX-BF16"
        : !OperatingSystem.IsLinux() ? "tile registers are used on Linux only"
        : TilePermission.Ask() is not 0 and var error ? $"the system refuses tile registers (arch_prctl: error {error})"
        : null;

    private static (string? WhyNot, ProcessorFacts? Processor) Look()
    {
        if (Refusal(Environment.GetEnvironmentVariable(Variable)) is { } refusal)
        {
            return (refusal, null);
        }

        // The first function that is placed shows whether the system lets anything be executed that was written before.
        nint function = ExecutableMemory.Place(ProcessorFacts.ReadSystemWord, out string? answer);
        if (function == 0)
        {
            return ($"the system refuses executable memory ({answer})", null);
        }

        ProcessorFacts processor = new(function);
        return processor.HasFma ? (null, processor) : ("this processor, or DOTNET_EnableAVX2=0, has neither AVX2 nor FMA", null);
    }
}
