using System.Runtime.InteropServices;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Drawn dropout bits of a matrix's rows. Draws are torch's: two words an element of the padded matrix in row-major order, whether the row
/// exists here or not.
/// </summary>
internal sealed class DropoutBits : DrawnBits
{
    private const int WordsPerElement = 2;
    private readonly Storage _storage;
    private readonly int _rows;
    private readonly int _width;
    private readonly int _wordsPerRow;
    private readonly double _p;
    private readonly SequenceLayout? _layout;
    private readonly Generator? _generator;

    private DropoutBits(int rows, int width, double p, SequenceLayout? layout, Generator? generator)
    {
        (_rows, _width, _p, _layout, _generator) = (rows, width, p, layout, generator);
        _wordsPerRow = Sixteen.Groups(width);
        _storage = TensorScope.Rent(((rows * _wordsPerRow) + 1) / 2, clear: p == 1);
    }

    /// <summary>Gets the mask, when it is drawn.</summary>
    public DropoutMask Mask
    {
        get
        {
            FinishDrawing();
            return new(Bits, _p == 1 ? 0f : 1f / (float)(1 - _p));
        }
    }

    private Span<ushort> Bits => MemoryMarshal.Cast<float, ushort>(_storage.Span);

    /// <summary>
    /// Draws for the rows of a matrix, or, with a layout, for the packed rows of a padded one. Null when p is 0, because nothing is dropped;
    /// neither p = 0 nor p = 1 draws.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not a probability.</exception>
    /// <exception cref="InvalidOperationException">There is something to draw, but no generator.</exception>
    public static DropoutBits? Draw(double p, int rows, int width, SequenceLayout? layout, Generator? generator) =>
        Make(p, rows, width, layout, generator, isEarly: false);

    /// <summary>Draws the same beside what the caller does next: nobody else may draw from the generator before the mask is read.</summary>
    /// <inheritdoc cref="Draw" path="/exception"/>
    public static Early<DropoutBits> Begin(double p, int rows, int width, SequenceLayout layout, Generator? generator) =>
        new(Make(p, rows, width, layout, generator, isEarly: true));

    /// <summary>Makes sure that the bits are those of a matrix so large: masks are read without looking for their end.</summary>
    public void RequireSize(int rows, int width)
    {
        if ((_rows, _width) != (rows, width))
        {
            throw new InvalidOperationException($"Bug in FineTune: a mask of {_rows} rows of {_width} for a matrix of {rows} rows of {width}.");
        }
    }

    protected override void GiveBack() => _storage.RemoveUser();

    private static DropoutBits? Make(double p, int rows, int width, SequenceLayout? layout, Generator? generator, bool isEarly)
    {
        if (!(p >= 0 && p <= 1))
        {
            Throw.DropoutProbability(p);
        }

        if (p == 0 || rows * width == 0)
        {
            return null;
        }

        if (p < 1 && generator is null)
        {
            Throw.NoGenerator();
        }

        DropoutBits bits = new(rows, width, p, layout, generator);
        if (p < 1)
        {
            bits.Draw(isEarly);
        }

        return bits;
    }

    protected override void Work()
    {
        if (_layout is null)
        {
            DrawRows(0, _rows, _width, 1 - _p, _generator!);
        }
        else
        {
            DrawPacked(_layout, _width, 1 - _p, _generator!);
        }
    }

    private void DrawPacked(SequenceLayout layout, int width, double keep, Generator generator)
    {
        ReadOnlySpan<int> padded = layout.PaddedRows;
        int[]? order = Order(padded);
        int next = 0;
        for (int i = 0; i < padded.Length;)
        {
            int row = order is null ? i : order[i];
            int run = 1;
            while (i + run < padded.Length && order is null && padded[i + run] == padded[i] + run)
            {
                run++;
            }

            Discard(padded[row] - next, width, generator);
            DrawRows(row, run, width, keep, generator);
            next = padded[row] + run;
            i += run;
        }

        Discard((layout.Batch * layout.PaddedLength) - next, width, generator);
    }

    /// <summary>The packed rows in the order of their padded rows; null when they are in it already.</summary>
    private static int[]? Order(ReadOnlySpan<int> padded)
    {
        bool ascending = true;
        for (int i = 1; i < padded.Length; i++)
        {
            ascending &= padded[i - 1] < padded[i];
        }

        if (ascending)
        {
            return null;
        }

        int[] order = new int[padded.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(padded.ToArray(), order);
        return order;
    }

    private static void Discard(int rows, int width, Generator generator)
    {
        if (rows > 0)
        {
            generator.Discard((long)WordsPerElement * rows * width);
        }
    }

    private void DrawRows(int row, int count, int width, double keep, Generator generator)
    {
        Span<ushort> bits = Bits[(row * _wordsPerRow)..];
        if (width % Sixteen.Count == 0)
        {
            generator.BernoulliBits(keep, count * width, bits);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            generator.BernoulliBits(keep, width, bits[(i * _wordsPerRow)..]);
        }
    }
}
