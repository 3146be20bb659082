using FineTune.Kernels;

namespace FineTune.Tests.Kernels;

/// <summary>A tile with operands of its own, and what a kernel must make of it.</summary>
internal sealed unsafe class TileCase
{
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

    public TileCase(Random random, int rows, int columns, int steps, bool rowsApart)
    {
        (_rows, _columns, _steps, _rowsApart) = (rows, columns, steps, rowsApart);
        _aStep = (rowsApart ? steps : rows) + random.Next(3);
        _bStep = columns + random.Next(3);
        _cRow = columns + random.Next(3);
        _a = Numbers(random, Math.Max(1, (rowsApart ? rows : steps) * _aStep));
        _b = Numbers(random, Math.Max(1, steps * _bStep));
        _c = Numbers(random, rows * _cRow);
        _bias = Numbers(random, columns);
    }

    /// <summary>Runs a kernel with and without bias, adding and not, and compares every float of c.</summary>
    public void Check(TileRun kernel)
    {
        foreach ((bool hasBias, bool adds) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            float[] actual = [.. _c];
            fixed (float* a = _a, b = _b, c = actual, bias = _bias)
            {
                TileCall call = new()
                {
                    Steps = _steps, A = a, AStep = _aStep, B = b, BStep = _bStep, C = c, CRow = _cRow, Bias = hasBias ? bias : null, Adds = adds ? 1 : 0,
                };
                kernel(hasBias, adds, &call);
            }

            Assert.Equal(Expected(hasBias, adds), actual);
        }
    }

    private float[] Expected(bool hasBias, bool adds)
    {
        float[] c = [.. _c];
        for (int i = 0; i < _rows; i++)
        {
            for (int j = 0; j < _columns; j++)
            {
                float sum = 0;
                for (int p = 0; p < _steps; p++)
                {
                    sum = MathF.FusedMultiplyAdd(_rowsApart ? _a[(i * _aStep) + p] : _a[(p * _aStep) + i], _b[(p * _bStep) + j], sum);
                }

                ref float element = ref c[(i * _cRow) + j];
                element = (adds ? element + sum : sum) + (hasBias ? _bias[j] : 0);
            }
        }

        return c;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    /// <summary>A kernel to be tried.</summary>
    internal delegate void TileRun(bool hasBias, bool adds, TileCall* call);
}
