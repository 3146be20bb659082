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

                    foreach (bool sharesA in new[] { false, true })
                    {
                        TileCase.CheckSeveral(
                            random, rows, registers * width, sharesA, rowsApart, arithmetic, (_, _, call) => tiles.Multiply(rows, registers, rowsApart, call));
                    }
                }
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Factors_from_registers_and_from_memory_give_the_formulas_bits(bool fromMemory)
    {
        Random random = new(12);
        for (int rows = 1; rows <= 14 && MachineCode.Width == 16; rows++)
        {
            for (int registers = 1; registers <= 2; registers++)
            {
                nint code = ExecutableMemory.Place(
                    TileCode.Of(TileArithmetic.Single, 16, rows, registers, rowsApart: false, fromMemory, OperatingSystem.IsWindows()), out string? refusal);
                Assert.Null(refusal);
                foreach (TileCase tile in TileCase.Of(random, rows, registers * 16, rowsApart: false, TileArithmetic.Single))
                {
                    tile.Check((_, _, call) => ((delegate* unmanaged<TileCall*, void>)code)(call));
                }
            }
        }
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

                TileCase.CheckSeveral(
                    random, rows, registers * 16, sharesA: true, rowsApart: false, TileArithmetic.Pairs, (_, _, call) => tiles.Multiply(rows, registers, rowsApart: false, call));
            }
        }
    }

    [TilesFact]
    public void Tile_registers_compute_the_formula()
    {
        Random random = new(9);
        TileSet tiles = TileSet.Of(16, TileArithmetic.Groups);
        Assert.True(tiles.IsCode);
        tiles.Enter();
        for (int rows = 1; rows <= tiles.Rows; rows++)
        {
            for (int registers = 1; registers <= 2; registers++)
            {
                foreach (TileCase tile in TileCase.Of(random, rows, registers * 16, rowsApart: true, TileArithmetic.Groups))
                {
                    tile.Check((_, _, call) => tiles.Multiply(rows, registers, rowsApart: true, call));
                }

                TileCase.CheckSeveral(random, rows, registers * 16, sharesA: true, rowsApart: true, TileArithmetic.Groups, (_, _, call) => tiles.Multiply(rows, registers, rowsApart: true, call));
                TileCase.CheckSeveral(random, rows, registers * 16, sharesA: false, rowsApart: true, TileArithmetic.Groups, (_, _, call) => tiles.Multiply(rows, registers, rowsApart: true, call));
            }
        }
    }

    public static IEnumerable<object[]> GroupKinds =>
        from width in new[] { 1, 4, 8, 16 }
        where width <= LaneWidth.Widest
        from isAllowed in new[] { false, true }
        select new object[] { width, isAllowed };

    [Theory]
    [MemberData(nameof(GroupKinds))]
    public void Groups_of_any_numbers_are_the_manuals(int width, bool isAllowed)
    {
        const int groups = 3, rows = 20, pairs = groups * TileRegisterCode.Side;
        Random random = new(10);
        With(isAllowed, () =>
        {
            TileSet tiles = TileSet.Of(width, TileArithmetic.Groups);
            tiles.Enter();
            for (int turn = 0; turn < 30; turn++)
            {
                uint[] a = [.. Enumerable.Range(0, rows * pairs).Select(_ => Pair(random, turn))];
                uint[] b = [.. Enumerable.Range(0, pairs * width).Select(_ => Pair(random, turn))];
                float[] c = new float[rows * width];
                fixed (uint* left = a, right = b)
                fixed (float* sums = c)
                {
                    TileCall call = new() { Steps = pairs, A = (float*)left, AStep = pairs, B = (float*)right, BStep = width, C = sums, CRow = width, Tiles = 1 };
                    tiles.Multiply(rows, 1, rowsApart: true, &call);
                }

                for (int i = 0; i < c.Length; i++)
                {
                    (int row, int column) = Math.DivRem(i, width);
                    float expected = 0;
                    for (int group = 0; group < groups; group++)
                    {
                        int first = group * TileRegisterCode.Side;
                        uint[] down = [.. Enumerable.Range(first, TileRegisterCode.Side).Select(p => b[(p * width) + column])];
                        expected = ExactPairs.AddGroup(expected, a.AsSpan((row * pairs) + first, TileRegisterCode.Side), down);
                    }

                    Assert.True(
                        BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(c[i]) || (float.IsNaN(expected) && float.IsNaN(c[i])),
                        $"turn {turn}, {row}, {column}: {expected:R} but {c[i]:R}");
                }
            }
        });
    }

    [TilesFact]
    public void A_fault_on_a_thread_that_used_tile_registers_is_an_exception()
    {
        TileSet tiles = TileSet.Of(16, TileArithmetic.Groups);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            float* memory = stackalloc float[32 * 32];
            TileCall call = new() { Steps = 32, A = memory, AStep = 32, B = memory, BStep = 32, C = memory, CRow = 32 };
            tiles.Enter();
            for (int i = 0; i < 200; i++)
            {
                call.Tiles = 1;
                tiles.Multiply(32, 2, rowsApart: true, &call);
                Assert.Throws<NullReferenceException>(() => Length(null!)); // A signal, handled on a stack of the thread's own.
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    [TilesFact]
    public void Threads_that_end_leave_their_stacks_to_others()
    {
        TileSet tiles = TileSet.Of(16, TileArithmetic.Groups);
        Start(20);
        int before = Mappings();
        for (int i = 0; i < 10; i++)
        {
            Start(20);
        }

        Assert.InRange(Mappings(), 0, before + 100); // 200 threads, two mappings each.

        void Start(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Thread thread = new(tiles.Enter);
                thread.Start();
                thread.Join();
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        static int Mappings() => File.ReadLines("/proc/self/maps").Count();
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

    private static int Length(string text) => text.Length;

    /// <summary>Two numbers in bfloat16 as operands have them: any normal ones, or such as cancel each other and become too small.</summary>
    private static uint Pair(Random random, int turn) => Half(random, turn) | (Half(random, turn) << 16);

    private static uint Half(Random random, int turn)
    {
        float x = (turn % 3) switch
        {
            0 => HardNumbers.Narrow(random),
            1 => HardNumbers.Sized(random, -66, -58),
            _ => HardNumbers.Sized(random, -4, 4),
        };
        Lanes1 rounded = Bfloat16.Round(Lanes1.Broadcast(x));
        rounded.Store(ref x);
        return BitConverter.SingleToUInt32Bits(x) >> 16;
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
