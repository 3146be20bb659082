using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FineTune.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.Kernels;

[Collection(ThreadsCollection.Name)]
public sealed unsafe class MachineCodeTests
{
    public static IEnumerable<object[]> Kinds =>
        from width in new[] { 1, 4, 8, 16 }
        where width <= LaneWidth.Widest
        from rowsApart in new[] { false, true }
        from isAllowed in new[] { false, true }
        from flushes in new[] { false, true }
        select new object[] { flushes, width, rowsApart, isAllowed };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_height_and_width_computes_the_formula_on_this_processor(bool flushes, int width, bool rowsApart, bool isAllowed)
    {
        Random random = new(6);
        With(isAllowed, () =>
        {
            TileArithmetic arithmetic = flushes ? TileArithmetic.FlushedSingle : TileArithmetic.Single;
            TileSet tiles = TileSet.Of(width, arithmetic);
            Assert.Equal(isAllowed && MachineCode.Width >= width && width > 1, tiles.IsCode);
            for (int rows = 1; rows <= tiles.Rows; rows++)
            {
                for (int registers = 1; registers <= 2; registers++)
                {
                    foreach (TileCase tile in TileCase.Of(random, rows, registers * width, rowsApart, arithmetic))
                    {
                        tile.Check((_, _, call) => tiles.Multiply(rows, registers, rowsApart, call));
                    }
                }
            }
        });
    }

    [PairsFact]
    public void The_instruction_for_pairs_computes_the_formula()
    {
        Random random = new(8);
        TileSet tiles = TileSet.Of(16, TileArithmetic.Pairs);
        Assert.True(tiles.IsCode);
        for (int rows = 1; rows <= tiles.Rows; rows++)
        {
            for (int registers = 1; registers <= 2; registers++)
            {
                foreach (TileCase tile in TileCase.Of(random, rows, registers * 16, rowsApart: false, TileArithmetic.Pairs))
                {
                    tile.Check((_, _, call) => tiles.Multiply(rows, registers, rowsApart: false, call));
                }
            }
        }
    }

    [Fact]
    public void Where_the_system_has_no_place_for_code_the_lanes_kernels_serve_and_it_is_said_why()
    {
        TileSet refused = new(16, TileArithmetic.Single, (ReadOnlySpan<byte> _, out string? refusal) =>
        {
            refusal = "mprotect: error 13";
            return 0;
        });

        Assert.False(refused.IsCode);
        Assert.Equal(MachineCode.WhyNot ?? "mprotect: error 13", refused.WhyNoCode);
        Assert.Equal(LaneWidth.Widest, refused.OrOfLanes().Width);
    }

    [Fact]
    public void Where_it_is_forbidden_no_kernel_is_code() => With(false, () =>
    {
        Assert.Equal("forbidden by the program", MachineCode.WhyNot);
        Assert.Equal(0, MachineCode.Width);
        Assert.False(TileSet.Current.IsCode);
        Assert.Equal("not used: forbidden by the program", HardwarePeak.Code);
    });

    [Fact]
    public void The_environment_variable_forbids_it() => Assert.Equal("FINETUNE_MACHINE_CODE is 0", MachineCode.Refusal("0"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    public void Otherwise_the_system_decides(string? variable) => Assert.Equal(
        RuntimeInformation.ProcessArchitecture == Architecture.X64 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()), MachineCode.Refusal(variable) is null);

    [Fact]
    public void And_the_processor_as_the_compiler_sees_it()
    {
        nint function = MachineCode.Refusal(null) is null ? ExecutableMemory.Place(ProcessorFacts.ReadSystemWord, out _) : 0;
        if (function == 0)
        {
            return;
        }

        ProcessorFacts facts = new(function);

        Assert.Equal(Avx2.IsSupported && Fma.IsSupported, facts.HasFma);
        Assert.Equal(Avx512F.IsSupported, facts.HasAvx512);
        Assert.Equal(0x02UL, ((delegate* unmanaged<ulong>)function)() & 0x02); // Every system keeps the registers of SSE.
    }

    [Fact]
    public void Another_value_is_refused_with_advice()
    {
        FormatException error = Assert.Throws<FormatException>(() => MachineCode.Refusal("no"));

        Assert.Contains("FINETUNE_MACHINE_CODE is 'no', but it must be 0 or 1", error.Message, StringComparison.Ordinal);
    }

    private static void With(bool isAllowed, Action action)
    {
        MachineCode.IsAllowed = isAllowed;
        try
        {
            action();
        }
        finally
        {
            MachineCode.IsAllowed = true;
        }
    }
}
