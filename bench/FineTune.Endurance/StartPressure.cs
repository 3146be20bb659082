using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.Endurance;

/// <summary>Has the kernels made while the system maps no more than so many bytes for the process, so that it refuses all code, or the blocks after the first.</summary>
internal static unsafe partial class StartPressure
{
    private const int AddressSpace = 9;

    private static readonly Type[] s_makers =
        [typeof(MachineCode), typeof(ExecutableMemory), typeof(ProcessorFacts), typeof(TileSet), typeof(TileCode), typeof(Assembler), typeof(CodeAddress), typeof(StartPressure)];

    /// <param name="bytes">How much more may be mapped than there is.</param>
    public static void MakeKernelsWithin(long bytes)
    {
        // What the compiler and the collector would map in between is theirs to have before.
        Prepare();
        long pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture);
        Require(GetLimit(AddressSpace, out Limit before));
        Require(SetLimit(AddressSpace, before with { Soft = (nuint)((pages * Environment.SystemPageSize) + bytes) }));
        try
        {
            MakeKernels(isRehearsal: false);
        }
        finally
        {
            Require(SetLimit(AddressSpace, before));
        }
    }

    private static void MakeKernels(bool isRehearsal)
    {
        foreach (int width in new[] { 8, 4 })
        {
            foreach (TileArithmetic arithmetic in new[] { TileArithmetic.Single, TileArithmetic.FlushedSingle })
            {
                _ = isRehearsal ? new TileSet(width, arithmetic, Nowhere) : TileSet.Of(width, arithmetic);
            }
        }
    }

    private static nint Nowhere(ReadOnlySpan<byte> code, out string? refusal)
    {
        refusal = "a rehearsal";
        return 0;
    }

    private static void Prepare()
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (MethodBase method in s_makers.SelectMany(type => type.GetMembers(All)).OfType<MethodBase>())
        {
            if (method is MethodInfo external && external.GetCustomAttribute<DllImportAttribute>() is { } import)
            {
                if (import.Value == "libc")
                {
                    Marshal.Prelink(external);
                }
            }
            else if (method.GetMethodBody() is not null && !method.ContainsGenericParameters)
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }

        MakeKernels(isRehearsal: true);
        _ = new Lazy<(string?, ProcessorFacts?)>(() => default).Value;
        KeepFree();
    }

    /// <summary>Leaves the C library memory that it has mapped and can give to the compiler.</summary>
    private static void KeepFree()
    {
        nint[] blocks = [.. Enumerable.Range(0, 100).Select(_ => (nint)NativeMemory.Alloc(100_000))];
        foreach (nint block in blocks.SkipLast(1))
        {
            NativeMemory.Free((void*)block);
        }
    }

    private static void Require(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"The system refuses the limit: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    private record struct Limit(nuint Soft, nuint Hard);
}
