using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Classification;

/// <summary>What the machine is and how the kernels use it.</summary>
internal sealed record MachineReport
{
    private static readonly TimeSpan s_sampleTime = TimeSpan.FromMilliseconds(300);

    /// <summary>Gets the version of FineTune.</summary>
    public static string Version => typeof(MachineReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public required string Processor { get; init; }

    public required int Threads { get; init; }

    public required double PeakOneThread { get; init; }

    public required double PeakAllThreads { get; init; }

    /// <summary>Measures for less than a second.</summary>
    public static MachineReport Measure() => new()
    {
        Processor = Training.Machine.ProcessorName(),
        Threads = Workers.ThreadCount,
        PeakOneThread = HardwarePeak.Measure(1, s_sampleTime),
        PeakAllThreads = HardwarePeak.Measure(Workers.ThreadCount, s_sampleTime),
    };

    public JsonObject ToJson() => new()
    {
        ["finetune"] = Version,
        ["runtime"] = Runtime,
        ["compiled"] = Compiled,
        ["processor"] = Processor,
        ["cores"] = Environment.ProcessorCount,
        ["threads"] = Threads,
        ["instruction_set"] = HardwarePeak.InstructionSet,
        ["kernel"] = Kernel,
        ["machine_code"] = HardwarePeak.Code,
        ["bfloat16"] = Bfloat16Support.Description,
        ["peak_gflops_one_thread"] = Math.Round(PeakOneThread, 1),
        ["peak_gflops"] = Math.Round(PeakAllThreads, 1),
        ["memory_bytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
    };

    public string ToText() => string.Join(Environment.NewLine, Lines().Select(line => $"{line.Key,-16} {line.Value}"));

    private static string Runtime => $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})";

    private static string Compiled => RuntimeFeature.IsDynamicCodeCompiled ? "at run time, for this processor" : $"ahead of time, for {HardwarePeak.InstructionSet}";

    private static string Kernel => $"matrix product in tiles of {HardwarePeak.Kernel}: {HardwarePeak.Reason}";

    private IEnumerable<(string Key, string Value)> Lines()
    {
        yield return ("finetune", Version);
        yield return ("runtime", Runtime);
        yield return ("compiled", Compiled);
        yield return ("processor", Processor);
        yield return ("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        yield return ("threads", Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("instruction_set", HardwarePeak.InstructionSet);
        yield return ("kernel", Kernel);
        yield return ("machine_code", HardwarePeak.Code);
        yield return ("bfloat16", Bfloat16Support.Description);
        yield return ("peak", string.Create(CultureInfo.InvariantCulture,
            $"{PeakOneThread:F0} GFLOP/s on one thread, {PeakAllThreads:F0} on {Threads} (measured, fused multiply-adds between registers)"));
        yield return ("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB available to the process"));
    }
}
