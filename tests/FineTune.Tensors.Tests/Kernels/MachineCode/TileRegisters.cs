using System.Runtime.InteropServices;

namespace FineTune.Tests.Kernels;

/// <summary>The tile registers of AMX and their instructions, by the manual.</summary>
internal sealed unsafe class TileRegisters
{
    private const int Registers = 8, RowBytes = 64, MostRows = 16;
    private readonly byte[][] _tiles = [.. Enumerable.Range(0, Registers).Select(_ => new byte[MostRows * RowBytes])];
    private readonly int[] _rows = new int[Registers];
    private readonly int[] _bytes = new int[Registers];

    /// <summary>Gets whether no register has a shape.</summary>
    public bool AreReleased { get; private set; } = true;

    /// <summary>ldtilecfg.</summary>
    public void Shape(ReadOnlySpan<byte> shapes)
    {
        Assert.Equal((1, 0), (shapes[0], shapes[1]));
        Assert.All(shapes[2..16].ToArray().Concat(shapes[32..48].ToArray()).Concat(shapes[56..].ToArray()), reserved => Assert.Equal(0, reserved));
        for (int i = 0; i < Registers; i++)
        {
            _bytes[i] = MemoryMarshal.Read<ushort>(shapes[(16 + (2 * i))..]);
            _rows[i] = shapes[48 + i];
            Assert.InRange(_bytes[i], 1, RowBytes);
            Assert.InRange(_rows[i], 1, MostRows);
            Array.Clear(_tiles[i]);
        }

        AreReleased = false;
    }

    /// <summary>tilezero.</summary>
    public void Clear(int register) => Array.Clear(_tiles[register]);

    /// <summary>tileloadd.</summary>
    public void Load(int to, byte* from, long distance)
    {
        Array.Clear(_tiles[to]);
        for (int row = 0; row < _rows[to]; row++)
        {
            new Span<byte>(from + (row * distance), _bytes[to]).CopyTo(_tiles[to].AsSpan(row * RowBytes));
        }
    }

    /// <summary>tilestored.</summary>
    public void Store(int from, byte* to, long distance)
    {
        for (int row = 0; row < _rows[from]; row++)
        {
            _tiles[from].AsSpan(row * RowBytes, _bytes[from]).CopyTo(new Span<byte>(to + (row * distance), _bytes[from]));
        }
    }

    /// <summary>tdpbf16ps.</summary>
    public void Multiply(int sums, int left, int right)
    {
        Assert.False(AreReleased);
        Assert.Equal((_rows[sums], _bytes[sums], _bytes[left] / sizeof(float)), (_rows[left], _bytes[right], _rows[right]));
        Span<float> c = MemoryMarshal.Cast<byte, float>(_tiles[sums].AsSpan());
        ReadOnlySpan<uint> a = MemoryMarshal.Cast<byte, uint>(_tiles[left]), b = MemoryMarshal.Cast<byte, uint>(_tiles[right]);
        uint[] column = new uint[_rows[right]];
        for (int i = 0; i < _rows[sums]; i++)
        {
            for (int j = 0; j < _bytes[sums] / sizeof(float); j++)
            {
                for (int pair = 0; pair < column.Length; pair++)
                {
                    column[pair] = b[(pair * MostRows) + j];
                }

                ref float sum = ref c[(i * MostRows) + j];
                sum = ExactPairs.AddGroup(sum, a.Slice(i * MostRows, column.Length), column);
            }
        }
    }

    /// <summary>tilerelease.</summary>
    public void Release()
    {
        Array.ForEach(_tiles, Array.Clear);
        Array.Clear(_rows);
        Array.Clear(_bytes);
        AreReleased = true;
    }
}
