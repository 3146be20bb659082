using FineTune.Kernels;
using Iced.Intel;

namespace FineTune.Tests.Kernels;

/// <summary>The bytes of the tile kernels, those for other processors and systems included: decoded, and executed by an interpreter.</summary>
public sealed unsafe class TileCodeTests
{
    // What both calling conventions let a function change, but for Windows' vector registers.
    private static readonly Register[] s_free = [Register.RAX, Register.RCX, Register.RDX, Register.R8, Register.R9, Register.R10, Register.R11];

    public static IEnumerable<object[]> Kinds =>
        from arithmetic in new[] { nameof(TileArithmetic.Single), nameof(TileArithmetic.FlushedSingle), nameof(TileArithmetic.Pairs) }
        from width in new[] { 4, 8, 16 }
        where width == 16 || arithmetic != nameof(TileArithmetic.Pairs)
        from rowsApart in new[] { false, true }
        from fromMemory in new[] { false, true }
        from isWindows in new[] { false, true }
        select new object[] { arithmetic, width, rowsApart, fromMemory, isWindows };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_height_computes_the_formula(string arithmetic, int width, bool rowsApart, bool fromMemory, bool isWindows)
    {
        TileArithmetic kind = Enum.Parse<TileArithmetic>(arithmetic);
        Random random = new(5);
        for (int rows = 1; rows <= (width == 16 ? 14 : 6); rows++)
        {
            for (int registers = 1; registers <= 2; registers++)
            {
                Interpreter interpreter = new(TileCode.Of(kind, width, rows, registers, rowsApart, fromMemory, isWindows));
                Assert.All(interpreter.Instructions, instruction => Assert.True(ChangesWhatItMay(instruction, isWindows), instruction.ToString()));
                Assert.Equal(fromMemory && !rowsApart && width == 16 && rows > 1, interpreter.Instructions.Any(instruction => instruction.IsBroadcast));
                for (int i = 6; i < 16; i++)
                {
                    interpreter.Vector(i)[0] = interpreter.Vector(i)[3] = i;
                }

                foreach (TileCase tile in TileCase.Of(random, rows, registers * width, rowsApart, kind))
                {
                    tile.Check((bias, adds, call) => interpreter.Run(call, isWindows));
                }

                foreach (bool sharesA in new[] { false, true })
                {
                    TileCase.CheckSeveral(random, rows, registers * width, sharesA, rowsApart, kind, (_, _, call) => interpreter.Run(call, isWindows));
                }

                Assert.Equal(0x1F80u, interpreter.Control);
                if (isWindows)
                {
                    Assert.All(Enumerable.Range(6, 10), i => Assert.Equal((i, i), (interpreter.Vector(i)[0], interpreter.Vector(i)[3])));
                }
            }
        }
    }

    [Fact]
    public void Tile_registers_compute_the_formula_and_are_released()
    {
        Random random = new(7);
        foreach (int rows in new[] { 1, 15, 16, 17, 31, 32 })
        {
            for (int registers = 1; registers <= 2; registers++)
            {
                Interpreter interpreter = new(TileRegisterCode.Of(rows, registers));
                Assert.All(interpreter.Instructions, instruction => Assert.True(
                    ChangesWhatItMay(instruction, isWindows: false) || instruction.Op0Register == Register.RSI, instruction.ToString()));
                foreach (TileCase tile in TileCase.Of(random, rows, registers * 16, rowsApart: true, TileArithmetic.Groups))
                {
                    tile.Check((bias, adds, call) => interpreter.Run(call, isWindows: false));
                    Assert.True(interpreter.HasReleasedTiles);
                }

                TileCase.CheckSeveral(random, rows, registers * 16, sharesA: true, rowsApart: true, TileArithmetic.Groups, (_, _, call) => interpreter.Run(call, isWindows: false));
                TileCase.CheckSeveral(random, rows, registers * 16, sharesA: false, rowsApart: true, TileArithmetic.Groups, (_, _, call) => interpreter.Run(call, isWindows: false));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Packing_rounds_and_joins(bool isWindows)
    {
        Random random = new(8);
        const int pairs = 3, distance = 37, step = 33;
        for (int registers = 1; registers <= 2; registers++)
        {
            float[] source = [.. Enumerable.Range(0, (2 * pairs * distance) + 32).Select(_ => HardNumbers.Any(random))];
            uint[] packed = Pack(PackCode.Join(registers, isWindows), isWindows, source, distance, step, pairs, pairs * step);
            for (int i = 0; i < pairs * step; i++)
            {
                (int pair, int column) = Math.DivRem(i, step);
                Assert.Equal(column < 16 * registers ? Joined(source[(2 * pair * distance) + column], source[(((2 * pair) + 1) * distance) + column]) : 0, packed[i]);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Packing_rounds_and_transposes(bool isWindows)
    {
        Random random = new(9);
        const int blocks = 2, distance = 71, step = 19;
        float[] source = [.. Enumerable.Range(0, 16 * distance).Select(_ => HardNumbers.Any(random))];
        uint[] packed = Pack(PackCode.Transpose(isWindows), isWindows, source, distance, step, blocks, blocks * 16 * step);
        for (int i = 0; i < packed.Length; i++)
        {
            (int pair, int row) = Math.DivRem(i, step);
            Assert.Equal(row < 16 ? Joined(source[(row * distance) + (2 * pair)], source[(row * distance) + (2 * pair) + 1]) : 0, packed[i]);
        }
    }

    [Theory]
    [InlineData(false, false, false, 100)]
    [InlineData(true, false, false, 100)]
    [InlineData(false, true, false, 100)]
    [InlineData(false, false, true, 100)]
    [InlineData(false, false, false, 5)]
    [InlineData(false, false, false, 0)]
    public void Packed_tiles_ask_for_a_line_every_few_steps_until_the_end(bool isWindows, bool rowsApart, bool fromMemory, int rowsAhead)
    {
        const int Rows = 14, Steps = 28, Tiles = 2;
        float[] memory = new float[4 * Tiles * Steps * 32];
        Interpreter interpreter = new(TileCode.Of(TileArithmetic.Single, 16, Rows, 2, rowsApart, fromMemory, isWindows));
        fixed (float* all = memory)
        {
            TileCall call = new()
            {
                Steps = Steps,
                A = all,
                AStep = rowsApart ? Steps : Rows,
                B = all,
                BStep = 32,
                BNext = 32 * Steps,
                C = all + (Tiles * Steps * 32),
                CRow = 32 * Tiles,
                CNext = 32,
                Tiles = Tiles,
                Ahead = (byte*)0x10000,
                AheadStep = 6144,
                AheadEnd = (byte*)0x10000 + (rowsAhead * 6144),
            };
            interpreter.Run(&call, isWindows);
        }

        int lines = rowsApart ? 0 : Math.Min(rowsAhead, Tiles * TileCode.LinesAhead(Steps));
        Assert.Equal(Enumerable.Range(0, lines).Select(i => 0x10000L + (i * 6144)), interpreter.LinesAhead);
    }

    [Theory]
    [InlineData(16, 14, 2, 14 * 8, false, 14, 32, 8)]
    [InlineData(16, 14, 2, 300, false, 14, 32, 8)]
    [InlineData(16, 14, 2, (14 * 8) - 1, false, 14, 32, 0)]
    [InlineData(16, 14, 2, 300, false, 17, 32, 0)] // a is apart.
    [InlineData(16, 14, 2, 300, false, 14, 40, 0)] // b is.
    [InlineData(16, 14, 2, 300, true, 300, 32, 0)]
    [InlineData(16, 13, 1, 300, false, 13, 16, 8)]
    [InlineData(16, 1, 2, 8, false, 1, 32, 8)]
    [InlineData(8, 6, 2, 6 * 8, false, 6, 16, 8)]
    [InlineData(8, 5, 1, 200, false, 5, 8, 8)]
    [InlineData(4, 6, 2, 100, false, 6, 8, 8)]
    public void Rows_of_c_are_asked_for_one_by_one_where_there_are_steps_enough(
        int width, int rows, int registers, int steps, bool rowsApart, int aStep, int bStep, int stepsOfARow)
    {
        const int Tiles = 2, CRow = 100;
        float[] memory = new float[(Tiles + 1) * (rows + bStep) * (steps + CRow)];
        Interpreter interpreter = new(TileCode.Of(TileArithmetic.Single, width, rows, registers, rowsApart, multipliesFromMemory: false, isWindows: false));
        fixed (float* all = memory)
        {
            float* c = all + memory.Length - (rows * CRow);
            TileCall call = new()
            {
                Steps = steps,
                A = all,
                AStep = aStep,
                B = all,
                BStep = bStep,
                BNext = bStep * steps,
                C = c,
                CRow = CRow,
                CNext = registers * width,
                Tiles = Tiles,
            };
            interpreter.Run(&call, isWindows: false);

            int productsOfAStep = registers * rows;
            int before = stepsOfARow > 0 ? 1 : 0; // A row is asked for behind the products of a step.
            IEnumerable<(long Address, int MultiplyAdds)> expected =
                from tile in Enumerable.Range(0, Tiles)
                from row in Enumerable.Range(0, rows)
                from register in Enumerable.Range(0, registers)
                select ((long)(c + (row * CRow) + (((tile * registers) + register) * width)), ((tile * steps) + (row * stepsOfARow) + before) * productsOfAStep);
            Assert.Equal(expected, interpreter.LinesToWrite);
        }
    }

    [Fact]
    public void What_kernels_keep_ends_where_a_call_ends() => Assert.Equal(TileCall.FetchEndOffset + sizeof(long), sizeof(TileCall));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loop_that_measures_the_peak_ends(bool isWindows)
    {
        Interpreter interpreter = new(PeakCode.Of(isWindows));
        long turns = 3;
        interpreter.Run(&turns, isWindows);

        Assert.Equal(0, turns);
        Assert.Equal(PeakCode.Sums, interpreter.Instructions.Count(instruction => instruction.Mnemonic == Mnemonic.Vfmadd231ps));
        Assert.All(interpreter.Instructions, instruction => Assert.True(ChangesWhatItMay(instruction, isWindows), instruction.ToString()));
    }

    private static uint[] Pack(byte[] code, bool isWindows, float[] source, int distance, int step, int count, int length)
    {
        Interpreter interpreter = new(code);
        Assert.All(interpreter.Instructions, instruction => Assert.True(ChangesWhatItMay(instruction, isWindows), instruction.ToString()));
        Assert.All(interpreter.Instructions, instruction => Assert.False(
            instruction.Op0Kind == OpKind.Register && instruction.Op0Register.IsVectorRegister() && instruction.Op0Register.GetNumber() is >= 6 and < 16, instruction.ToString()));
        uint[] packed = new uint[length];
        fixed (float* from = source)
        fixed (uint* to = packed)
        {
            PackCall call = new() { Source = from, Distance = distance * sizeof(float), Destination = (float*)to, Step = step * sizeof(float), Count = count };
            interpreter.Run(&call, isWindows);
        }

        return packed;
    }

    private static uint Joined(float even, float odd)
    {
        Bfloat16.Round(Lanes1.Broadcast(even)).Store(ref even);
        Bfloat16.Round(Lanes1.Broadcast(odd)).Store(ref odd);
        return (BitConverter.SingleToUInt32Bits(even) >> 16) | (BitConverter.SingleToUInt32Bits(odd) & 0xFFFF_0000);
    }

    private static bool ChangesWhatItMay(in Instruction instruction, bool isWindows) =>
        instruction.Mnemonic is Mnemonic.Cmp || instruction.Op0Kind != OpKind.Register || !instruction.Op0Register.IsGPR() || s_free.Contains(instruction.Op0Register)
        || (!isWindows && instruction.Op0Register == Register.RDI);
}
