using static FineTune.Kernels.Register64;

namespace FineTune.Kernels;

/// <summary>
/// Makes the machine code of a kernel that multiplies in tile registers (AMX): <see cref="TileArithmetic.Groups"/>, for tiles of one height and width. It stores the
/// sums; whoever wants them added to c, or a bias, does that. It computes several tiles at a call: giving the registers a shape costs as much as three groups.
/// </summary>
/// <remarks>
/// <para>
/// Registers 0 to 3 are the sums, sixteen rows of sixteen columns each: left, right, and the same lower down; 4 and 5 hold the rows of a, 6 and 7 the columns of b.
/// Rows of a lie apart, each the pairs of all steps; b is packed in pairs, a row a pair. Both have zeros up to a multiple of sixteen pairs.
/// </para>
/// <para>
/// The one argument is the address of a <see cref="TileCall"/>, as Linux passes it; only registers that are left to a function are used. The shapes of the tile registers are data behind the
/// code. Some rows of c are asked for with each group: all at once they would have to wait for one another.
/// </para>
/// </remarks>
internal sealed class TileRegisterCode
{
    /// <summary>How many rows, columns and pairs a register has.</summary>
    public const int Side = 16;

    private const int RowBytes = 64;
    private const int RowsFetchedAtOnce = 3;
    private const Register64 Call = Rdi, A = Rdx, AStep = R8, LowerA = R11, B = R9, BStep = R10, Count = Rax, Fetched = Rcx, FetchedStep = Rsi;

    private readonly Assembler _assembler = new(RowBytes);
    private readonly int _rows;
    private readonly int _columns;

    private TileRegisterCode(int rows, int columns) => (_rows, _columns) = (rows, columns);

    private bool IsTall => _rows > Side;

    /// <summary>Gets the code for a tile of up to 32 rows and of so many times 16 columns.</summary>
    public static byte[] Of(int rows, int columns)
    {
        TileRegisterCode code = new(rows, columns);
        code.Write();
        return code._assembler.ToArray();
    }

    private void Write()
    {
        int shapes = _assembler.LoadTileShapesAhead();
        int tile = _assembler.Position;
        Begin(A, TileCall.AOffset, AStep, TileCall.AStepOffset);
        Begin(B, TileCall.BOffset, BStep, TileCall.BStepOffset);
        Begin(Fetched, TileCall.FetchOffset, FetchedStep, TileCall.FetchRowOffset);
        Each((row, column) => _assembler.ZeroTile(Sum(row, column)));
        AddGroups();
        Begin(A, TileCall.COffset, AStep, TileCall.CRowOffset);
        Each((row, column) => _assembler.StoreTile(new(row == 0 ? A : LowerA, column * RowBytes, AStep, 1), Sum(row, column)));
        Continue(TileCall.AOffset, TileCall.ANextOffset);
        Continue(TileCall.BOffset, TileCall.BNextOffset);
        Continue(TileCall.COffset, TileCall.CNextOffset);
        Continue(TileCall.FetchOffset, TileCall.FetchNextOffset);
        _assembler.Subtract(new(Call, TileCall.TilesOffset), 1);
        _assembler.JumpBack(CodeCondition.NotEqual, tile);
        _assembler.ReleaseTiles();
        _assembler.Return();
        _assembler.Align(RowBytes);
        _assembler.Land(shapes);
        _assembler.Data(Shapes());
    }

    /// <summary>Takes an address and the distance between its rows, and finds the seventeenth row of a or c.</summary>
    private void Begin(Register64 start, int startOffset, Register64 step, int stepOffset)
    {
        _assembler.Load(start, new(Call, startOffset));
        _assembler.Load(step, new(Call, stepOffset));
        _assembler.TimesFour(step);
        if (IsTall && start == A)
        {
            _assembler.Move(LowerA, step);
            _assembler.TimesFour(LowerA);
            _assembler.TimesFour(LowerA);
            _assembler.Add(LowerA, start);
        }
    }

    /// <summary>An address of the call moves on to the next tile.</summary>
    private void Continue(int offset, int distanceOffset)
    {
        _assembler.Load(Count, new(Call, distanceOffset));
        _assembler.TimesFour(Count);
        _assembler.Add(new CodeAddress(Call, offset), Count);
    }

    private void AddGroups()
    {
        _assembler.Load(Count, new(Call, TileCall.StepsOffset));
        _assembler.Add(Count, -Side);
        int none = _assembler.JumpAhead(CodeCondition.Less);
        int turn = _assembler.Position;
        Each((row, column) =>
        {
            if (column == 0)
            {
                _assembler.LoadTile(RowsOfA(row), new(row == 0 ? A : LowerA, 0, AStep, 1));
            }

            if (row == 0)
            {
                _assembler.LoadTile(ColumnsOfB(column), new(B, column * RowBytes, BStep, 1));
            }

            _assembler.MultiplyTiles(Sum(row, column), RowsOfA(row), ColumnsOfB(column));
        });
        FetchRows();
        _assembler.LoadAddress(A, new(A, RowBytes));
        if (IsTall)
        {
            _assembler.LoadAddress(LowerA, new(LowerA, RowBytes));
        }

        _assembler.LoadAddress(B, new(B, 0, BStep, 8));
        _assembler.LoadAddress(B, new(B, 0, BStep, 8));
        _assembler.Add(Count, -Side);
        _assembler.JumpBack(CodeCondition.NotLess, turn);
        _assembler.Land(none);
    }

    /// <summary>Asks for some rows of c, in the last groups, as many as it takes.</summary>
    private void FetchRows()
    {
        int groups = (_rows + RowsFetchedAtOnce - 1) / RowsFetchedAtOnce;
        _assembler.Compare(Count, groups * Side);
        int early = _assembler.JumpAhead(CodeCondition.NotLess);
        for (int i = 0; i < RowsFetchedAtOnce; i++)
        {
            for (int column = 0; column < _columns; column++)
            {
                _assembler.Prefetch(new(Fetched, column * RowBytes));
            }

            _assembler.Add(Fetched, FetchedStep);
        }

        _assembler.Land(early);
    }

    private void Each(Action<int, int> action)
    {
        for (int row = 0; row < (IsTall ? 2 : 1); row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                action(row, column);
            }
        }
    }

    /// <summary>What ldtilecfg reads: palette 1, then bytes a row and rows of each register.</summary>
    private byte[] Shapes()
    {
        byte[] shapes = new byte[64];
        shapes[0] = 1;
        int upper = Math.Min(Side, _rows);
        int lower = Math.Max(1, _rows - Side);
        ReadOnlySpan<int> heights = [upper, upper, lower, lower, upper, lower, Side, Side];
        for (int i = 0; i < heights.Length; i++)
        {
            shapes[16 + (2 * i)] = RowBytes;
            shapes[48 + i] = (byte)heights[i];
        }

        return shapes;
    }

    private static int Sum(int row, int column) => (2 * row) + column;

    private static int RowsOfA(int row) => 4 + row;

    private static int ColumnsOfB(int column) => 6 + column;
}
