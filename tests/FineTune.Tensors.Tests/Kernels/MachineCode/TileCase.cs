using FineTune.Kernels;

namespace FineTune.Tests.Kernels;

/// <summary>A tile with operands of its own, and what a kernel must make of it.</summary>
internal sealed unsafe class TileCase
{
    private const int Guard = 40; // More than a vector and the distances between rows.
    private const float Canary = 1234.5f;
    private readonly float[] _a;
    private readonly float[] _b;
    private readonly float[] _c;
    private readonly float[] _bias;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _steps;
    private readonly int _aStep;
    private readonly int _bStep;
    private readonly int _cRow;
    private readonly bool _rowsApart;
    private readonly TileArithmetic _arithmetic;

    private TileCase(Random random, int rows, int columns, int steps, bool rowsApart, bool isPacked, TileArithmetic arithmetic)
    {
        _arithmetic = arithmetic;
        (_rows, _columns, _steps, _rowsApart) = (rows, columns, steps, rowsApart);
        _aStep = (rowsApart ? steps : rows) + (isPacked ? 0 : random.Next(1, 3));
        _bStep = columns + (isPacked ? 0 : random.Next(3));
        _cRow = columns + random.Next(3);
        Func<Random, float> operand = Operand(arithmetic);
        _a = Numbers(operand, random, Math.Max(1, (rowsApart ? rows : steps) * _aStep));
        _b = Numbers(operand, random, Math.Max(1, steps * _bStep));
        _c = Numbers(Unit, random, rows * _cRow);
        _bias = Numbers(Unit, random, columns);
    }

    /// <summary>Gets tiles of few steps of k and of many, with operands that are packed (and so many steps that c is asked for row by row) and that are not.</summary>
    public static IEnumerable<TileCase> Of(Random random, int rows, int columns, bool rowsApart, TileArithmetic arithmetic) =>
        from isPacked in new[] { false, true }
        from steps in arithmetic == TileArithmetic.Groups ? [0, 16, 48] : isPacked && !rowsApart ? [0, 1, 2, 5, 8, 9, (8 * rows) + 3] : new[] { 0, 1, 2, 5, 8, 9, 26 }
        select new TileCase(random, rows, columns, steps, rowsApart, isPacked, arithmetic);

    /// <summary>Has a kernel compute three tiles at a call that share their rows or their columns, and compares them with those of three calls.</summary>
    public static void CheckSeveral(Random random, int rows, int columns, bool sharesA, bool rowsApart, TileArithmetic arithmetic, TileRun kernel)
    {
        const int steps = 32, tiles = 3;
        int aStep = rowsApart ? steps + 3 : rows;
        int aSize = rowsApart ? rows * aStep : steps * rows;
        int cRow = (tiles * columns) + 1;
        int cNext = sharesA ? columns : rows * cRow;
        Func<Random, float> operand = Operand(arithmetic);
        float[] left = Numbers(operand, random, tiles * aSize), right = Numbers(operand, random, tiles * steps * columns);
        float[] start = Numbers(Unit, random, tiles * rows * cRow), biases = Numbers(Unit, random, tiles * columns);
        foreach ((bool hasBias, bool adds) in Epilogues(arithmetic))
        {
            float[] expected = [.. start], actual = [.. start];
            fixed (float* a = left, b = right, bias = biases, one = expected, several = actual)
            {
                for (int tile = 0; tile < tiles; tile++)
                {
                    Run(tile, 1, a, b, hasBias ? bias : null, adds, one);
                }

                Run(0, tiles, a, b, hasBias ? bias : null, adds, several);
            }

            Assert.Equal(expected, actual);
            Assert.True(adds || start.Zip(actual).Count(pair => pair.First != pair.Second) > tiles * rows * columns / 2);
        }

        void Run(int first, int count, float* a, float* b, float* bias, bool adds, float* c)
        {
            TileCall call = new()
            {
                Steps = steps,
                A = a + (sharesA ? 0 : first * aSize),
                AStep = aStep,
                B = b + (sharesA ? first * steps * columns : 0),
                BStep = columns,
                C = c + (first * cNext),
                CRow = cRow,
                Bias = bias is null ? null : bias + (sharesA ? first * columns : 0),
                Adds = adds ? 1 : 0,
                Tiles = count,
                ANext = sharesA ? 0 : aSize,
                BNext = sharesA ? steps * columns : 0,
                CNext = cNext,
                BiasNext = sharesA ? columns : 0,
            };
            kernel(bias is not null, adds, &call);
        }
    }

    /// <summary>Runs a kernel with and without bias, adding and not, and compares every float of c and about it.</summary>
    public void Check(TileRun kernel)
    {
        foreach ((bool hasBias, bool adds) in Epilogues(_arithmetic))
        {
            float[] actual = Guarded(_c, Canary);
            fixed (float* a = Guarded(_a, float.NaN), b = Guarded(_b, float.NaN), c = actual, bias = Guarded(_bias, float.NaN))
            {
                TileCall call = new()
                {
                    Steps = _steps,
                    A = a + Guard,
                    AStep = _aStep,
                    B = b + Guard,
                    BStep = _bStep,
                    C = c + Guard,
                    CRow = _cRow,
                    Bias = hasBias ? bias + Guard : null,
                    Adds = adds ? 1 : 0,
                    Tiles = 1,
                };
                kernel(hasBias, adds, &call);
            }

            Assert.Equal(Guarded(Expected(hasBias, adds), Canary), actual);
        }
    }

    private static (bool HasBias, bool Adds)[] Epilogues(TileArithmetic arithmetic) =>
        arithmetic == TileArithmetic.Groups ? [(false, false)] : [(false, false), (false, true), (true, false), (true, true)];

    private static Func<Random, float> Operand(TileArithmetic arithmetic) => arithmetic switch
    {
        TileArithmetic.Single => Unit,
        TileArithmetic.FlushedSingle => Tiny,
        _ => Pair,
    };

    private float[] Expected(bool hasBias, bool adds)
    {
        float[] c = [.. _c];
        for (int i = 0; i < _rows; i++)
        {
            for (int j = 0; j < _columns; j++)
            {
                float sum = _arithmetic == TileArithmetic.Groups ? SumOfGroups(i, j) : SumOfSteps(i, j);
                ref float element = ref c[(i * _cRow) + j];
                element = (adds ? element + sum : sum) + (hasBias ? _bias[j] : 0);
            }
        }

        return c;
    }

    private float SumOfSteps(int i, int j)
    {
        float sum = 0;
        for (int p = 0; p < _steps; p++)
        {
            sum = Add(sum, A(i, p), B(p, j));
        }

        return sum;
    }

    private float SumOfGroups(int i, int j)
    {
        float sum = 0;
        for (int group = 0; group < _steps; group += 16)
        {
            (float even, float odd) = (0, 0);
            for (int p = group; p < group + 16; p++)
            {
                even = Flushed(Even(A(i, p)), Even(B(p, j)), even);
                odd = Flushed(Odd(A(i, p)), Odd(B(p, j)), odd);
            }

            sum = Flushed(Flushed(even, 1, odd), 1, sum);
        }

        return sum;
    }

    private float A(int i, int p) => _rowsApart ? _a[(i * _aStep) + p] : _a[(p * _aStep) + i];

    private float B(int p, int j) => _b[(p * _bStep) + j];

    /// <summary>Numbers between others that a kernel must not read, or not change.</summary>
    private static float[] Guarded(float[] numbers, float guard)
    {
        float[] guards = new float[Guard];
        Array.Fill(guards, guard);
        return [.. guards, .. numbers, .. guards];
    }

    private float Add(float sum, float a, float b) => _arithmetic switch
    {
        TileArithmetic.Single => MathF.FusedMultiplyAdd(a, b, sum),
        TileArithmetic.FlushedSingle => Flushed(a, b, sum),
        _ => Flushed(Even(a), Even(b), Flushed(Odd(a), Odd(b), sum)),
    };

    private static float Flushed(float a, float b, float sum)
    {
        Bfloat16.MultiplyAdd(Lanes1.Broadcast(a), Lanes1.Broadcast(b), Lanes1.Broadcast(sum)).Store(ref sum);
        return sum;
    }

    private static float Even(float pair) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(pair) << 16);

    private static float Odd(float pair) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(pair) & 0xFFFF_0000);

    private static float Unit(Random random) => (random.NextSingle() * 2) - 1;

    // Of products of 2^-126, about.
    private static float Tiny(Random random)
    {
        float x = HardNumbers.Sized(random, -66, -58);
        return Odd(x);
    }

    private static float Pair(Random random) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(Tiny(random)) & 0xFFFF_0000) | (BitConverter.SingleToUInt32Bits(Tiny(random)) >> 16));

    private static float[] Numbers(Func<Random, float> number, Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => number(random))];

    /// <summary>A kernel to be tried.</summary>
    internal delegate void TileRun(bool hasBias, bool adds, TileCall* call);
}
