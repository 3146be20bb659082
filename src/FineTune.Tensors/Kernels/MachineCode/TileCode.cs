using static FineTune.Kernels.Register64;

namespace FineTune.Kernels;

/// <summary>Makes the machine code of a tile kernel: what <see cref="TileKernel"/> computes, for one height, width and layout.</summary>
/// <remarks>
/// <para>
/// The sums of the tile are the first registers, row after row; the last four hold a row of b and an element of a in all lanes, two in turn, so that loading
/// one does not wait for the other's last use. At 14 rows of two 512-bit registers that is all thirty-two.
/// </para>
/// <para>
/// The one argument is the address of a <see cref="TileCall"/>, which says how many tiles there are: what lies between one call and the next takes a tenth of a
/// tile's time. The function uses no stack and only registers that both calling conventions leave to it; those
/// of Windows' vector registers that it must keep are kept in the call.
/// </para>
/// <para>
/// Where the processor had better multiply from memory, multiply-adds read two of three elements of a themselves, if its rows lie side by side. All of them would be more
/// than it can read in the time of a step.
/// </para>
/// <para>
/// Where rows of a lie apart, fourteen of them are reached from the addresses of rows 4 and 9 with the distance and its negative at the processor's scales.
/// </para>
/// </remarks>
internal sealed class TileCode
{
    // A sliver of b is larger than the first-level cache, and what comes from farther away than the second arrives too late without asking for it.
    private const int StepsAhead = 8;

    private const int CacheLineBytes = 64;

    // Where operands are packed, steps lie at distances that are known, and one addition serves several: on a core that another thread shares, the number
    // of instructions is the limit.
    private const int PackedStepsAtOnce = 8;

    // In how many packed steps a kernel asks for one line of what is read next (TileCall.Ahead), and for a row of c.
    private const int StepsOfALineAhead = 4, StepsOfARow = 8;

    // Denormal operands are zero and so are denormal results; all exceptions are masked, rounding is to nearest.
    private const int FlushingControl = 0x9FC0;

    // Where rows of a lie apart, RowNine and Back take the registers of Count and Ahead. Packed steps lie at distances that are known: until they are done, the registers
    // of AStep and BStep hold the row of c that is asked for next and the distance between its rows.
    private const Register64 Call = Rcx, A = Rdx, AStep = R8, B = R9, BStep = R10, RowNine = Rax, Back = R11, Count = Rax, Ahead = R11, Row = R8, RowDistance = R10;

    private readonly Assembler _assembler;
    private readonly TileArithmetic _arithmetic;
    private readonly int _bytes;
    private readonly int _rows;
    private readonly int _columns;
    private readonly bool _rowsApart;
    private readonly bool _multipliesFromMemory;

    private TileCode(Assembler assembler, TileArithmetic arithmetic, int width, int rows, int columns, bool rowsApart, bool multipliesFromMemory)
    {
        _assembler = assembler;
        _arithmetic = arithmetic;
        _bytes = width * sizeof(float);
        _rows = rows;
        _columns = columns;
        _rowsApart = rowsApart;
        _multipliesFromMemory = multipliesFromMemory && !rowsApart && width == 16; // EVEX
    }

    private int Sums => _rows * _columns;

    private int RowBytes => _columns * _bytes;

    private int RowOfB => _assembler.Registers - 4;

    /// <summary>Gets for how many lines a tile of so many packed steps asks (<see cref="TileCall.Ahead"/>).</summary>
    public static int LinesAhead(nint steps) => (int)(steps / PackedStepsAtOnce * (PackedStepsAtOnce / StepsOfALineAhead));

    /// <summary>Gets the code for a tile of so many rows and vectors a row, for a processor that had better multiply from memory (<see cref="ProcessorFacts"/>) or not.</summary>
    public static byte[] Of(TileArithmetic arithmetic, int width, int rows, int columns, bool rowsApart, bool multipliesFromMemory, bool isWindows)
    {
        Assembler assembler = new(width * sizeof(float));
        new TileCode(assembler, arithmetic, width, rows, columns, rowsApart, multipliesFromMemory).Write(isWindows);
        return assembler.ToArray();
    }

    private void Write(bool isWindows)
    {
        Enter(isWindows);
        if (!_rowsApart)
        {
            _assembler.Load(Ahead, In(TileCall.AheadOffset));
        }

        int tile = _assembler.Position;
        FetchTile();
        Begin();
        AddSteps();
        if (_arithmetic == TileArithmetic.FlushedSingle)
        {
            _assembler.LoadControl(In(TileCall.ControlOffset));
        }

        _assembler.Load(A, In(TileCall.COffset));
        Distance(AStep, TileCall.CRowOffset);
        AddTile();
        AddBias();
        StoreTile();
        Continue(TileCall.AOffset, TileCall.ANextOffset);
        Continue(TileCall.BOffset, TileCall.BNextOffset);
        Continue(TileCall.COffset, TileCall.CNextOffset);
        _assembler.Subtract(In(TileCall.TilesOffset), 1);
        _assembler.JumpBack(CodeCondition.NotEqual, tile);
        Leave(isWindows);
    }

    /// <summary>An address of the call moves on to the next tile.</summary>
    private void Continue(int offset, int distanceOffset)
    {
        Distance(Count, distanceOffset);
        _assembler.Add(In(offset), Count);
    }

    private void Enter(bool isWindows)
    {
        _assembler.TakeArgument(isWindows);
        if (isWindows)
        {
            Keep(VectorForm.Store);
        }
    }

    private void Leave(bool isWindows)
    {
        if (isWindows)
        {
            Keep(VectorForm.Load);
        }

        _assembler.Return();
    }

    private void Keep(VectorForm form)
    {
        for (int i = 6; i < 16; i++)
        {
            _assembler.LowVector(form, i, In(TileCall.KeptOffset + ((i - 6) * 16)));
        }
    }

    /// <summary>
    /// The tile of c arrives while the sums are made. Packed steps ask for it row by row if there are enough of them: all lines at once would take every place that a core has
    /// for lines under way, and b would wait for one.
    /// </summary>
    private void FetchTile()
    {
        _assembler.Load(Row, In(TileCall.COffset));
        Distance(RowDistance, TileCall.CRowOffset);
        if (_rowsApart)
        {
            FetchRows();
            return;
        }

        _assembler.Move(Count, Row);
        for (int i = 0; i < _rows; i++)
        {
            _assembler.Add(Count, RowDistance);
        }

        _assembler.Store(In(TileCall.FetchEndOffset), Count);
        (int aIsApart, int bIsApart) = JumpIfApart();
        _assembler.Compare(In(TileCall.StepsOffset), StepsOfARow * _rows);
        int later = _assembler.JumpAhead(CodeCondition.NotLess);
        _assembler.Land(aIsApart);
        _assembler.Land(bIsApart);
        FetchRows();
        _assembler.Land(later);
    }

    private void FetchRows()
    {
        for (int i = 0; i < _rows; i++)
        {
            FetchRow();
        }
    }

    private void FetchRow()
    {
        for (int j = 0; j < _columns; j++)
        {
            _assembler.PrefetchToWrite(new(Row, j * _bytes));
        }

        _assembler.Add(Row, RowDistance);
    }

    /// <summary>Jumps ahead where a, or b, is not packed.</summary>
    private (int AIsApart, int BIsApart) JumpIfApart()
    {
        _assembler.Compare(In(TileCall.AStepOffset), _rows);
        int aIsApart = _assembler.JumpAhead(CodeCondition.NotEqual);
        _assembler.Compare(In(TileCall.BStepOffset), RowBytes / sizeof(float));
        return (aIsApart, _assembler.JumpAhead(CodeCondition.NotEqual));
    }

    private void Begin()
    {
        _assembler.Load(Count, In(TileCall.StepsOffset));
        _assembler.Store(In(TileCall.StepsLeftOffset), Count);
        _assembler.Load(A, In(TileCall.AOffset));
        _assembler.Load(B, In(TileCall.BOffset));
        if (_rowsApart)
        {
            Distance(AStep, TileCall.AStepOffset);
            _assembler.LoadAddress(A, new(A, 0, AStep, 4));
            _assembler.LoadAddress(RowNine, new(A, 0, AStep, 4));
            _assembler.Add(RowNine, AStep);
            _assembler.Move(Back, AStep);
            _assembler.Negate(Back);
        }

        for (int i = 0; i < Sums; i++)
        {
            _assembler.Vector(VectorForm.Xor, i, i, i);
        }

        if (_arithmetic == TileArithmetic.FlushedSingle)
        {
            _assembler.StoreControl(In(TileCall.ControlOffset));
            _assembler.StoreNumber(In(TileCall.ControlOffset + sizeof(int)), FlushingControl);
            _assembler.LoadControl(In(TileCall.ControlOffset + sizeof(int)));
        }
    }

    private void AddSteps()
    {
        CodeAddress steps = In(TileCall.StepsLeftOffset);
        if (!_rowsApart)
        {
            AddPackedSteps(steps);
            Distance(AStep, TileCall.AStepOffset);
        }

        Distance(BStep, TileCall.BStepOffset);
        _assembler.Subtract(steps, 2);
        int single = _assembler.JumpAhead(CodeCondition.Less);
        int turn = _assembler.Position;
        AddStep();
        AddStep();
        _assembler.Subtract(steps, 2);
        _assembler.JumpBack(CodeCondition.NotLess, turn);
        _assembler.Land(single);
        _assembler.Compare(steps, -1);
        int done = _assembler.JumpAhead(CodeCondition.NotEqual);
        AddStep();
        _assembler.Land(done);
    }

    /// <summary>Adds most steps where both operands are packed, and leaves the last ones.</summary>
    private void AddPackedSteps(CodeAddress steps)
    {
        (int aIsApart, int bIsApart) = JumpIfApart();
        _assembler.Load(Count, steps);
        _assembler.Add(Count, -PackedStepsAtOnce);
        int few = _assembler.JumpAhead(CodeCondition.Less);
        int turn = _assembler.Position;
        for (int step = 0; step < PackedStepsAtOnce; step++)
        {
            int row = step * RowBytes;
            AddProducts(step * _rows * sizeof(float), row, j => new(B, row + (StepsAhead * RowBytes) + (j * _bytes)));
            if (step % StepsOfALineAhead == 0)
            {
                _assembler.Compare(Ahead, In(TileCall.AheadEndOffset));
                int isPast = _assembler.JumpAhead(CodeCondition.NotLess);
                _assembler.PrefetchFar(new(Ahead));
                _assembler.Add(Ahead, In(TileCall.AheadStepOffset));
                _assembler.Land(isPast);
            }

            if (step % StepsOfARow == 0)
            {
                _assembler.Compare(Row, In(TileCall.FetchEndOffset));
                int isFetched = _assembler.JumpAhead(CodeCondition.NotLess);
                FetchRow();
                _assembler.Land(isFetched);
            }
        }

        _assembler.LoadAddress(A, new(A, PackedStepsAtOnce * _rows * sizeof(float)));
        _assembler.LoadAddress(B, new(B, PackedStepsAtOnce * RowBytes));
        _assembler.Add(Count, -PackedStepsAtOnce);
        _assembler.JumpBack(CodeCondition.NotLess, turn);
        _assembler.Land(few);
        _assembler.Add(Count, PackedStepsAtOnce);
        _assembler.Store(steps, Count);
        _assembler.Land(aIsApart);
        _assembler.Land(bIsApart);
    }

    private void AddStep()
    {
        AddProducts(0, 0, j => new(B, j * _bytes, BStep, StepsAhead));
        _assembler.Add(B, BStep);
        if (_rowsApart)
        {
            _assembler.Add(A, sizeof(float));
            _assembler.Add(RowNine, sizeof(float));
        }
        else
        {
            _assembler.Add(A, AStep);
        }
    }

    /// <summary>Adds one step's products, of elements and a row that lie so many bytes ahead.</summary>
    private void AddProducts(int elements, int row, Func<int, CodeAddress> ahead)
    {
        for (int j = 0; j < _columns; j++)
        {
            if ((row + (j * _bytes)) % CacheLineBytes == 0)
            {
                _assembler.Prefetch(ahead(j));
            }

            _assembler.Vector(VectorForm.Load, RowOfB + j, 0, new CodeAddress(B, row + (j * _bytes)));
        }

        VectorForm form = _arithmetic == TileArithmetic.Pairs ? VectorForm.MultiplyAddPairs : VectorForm.MultiplyAdd;
        for (int i = 0; i < _rows; i++)
        {
            CodeAddress element = ElementOfA(i, elements);
            bool isRead = !_multipliesFromMemory || i % 3 == 0;
            int x = _assembler.Registers - 2 + (i & 1);
            if (isRead)
            {
                _assembler.Vector(VectorForm.Broadcast, x, 0, element);
            }

            for (int j = 0; j < _columns; j++)
            {
                int sum = (i * _columns) + j;
                if (isRead)
                {
                    _assembler.Vector(form, sum, x, RowOfB + j);
                }
                else
                {
                    _assembler.Vector(form.WithOne, sum, RowOfB + j, element);
                }
            }
        }
    }

    private CodeAddress ElementOfA(int row, int ahead) => !_rowsApart ? new(A, ahead + (row * sizeof(float))) : row switch
    {
        4 => new(A),
        9 => new(RowNine),
        5 or 6 or 8 or 12 => new(A, 0, AStep, row - 4),
        0 or 2 or 3 => new(A, 0, Back, 4 - row),
        10 or 11 or 13 => new(RowNine, 0, AStep, row - 9),
        _ => new(RowNine, 0, Back, 9 - row),
    };

    private void AddTile()
    {
        _assembler.Compare(In(TileCall.AddsOffset), 0);
        int without = _assembler.JumpAhead(CodeCondition.Equal);
        _assembler.Move(B, A);
        for (int i = 0; i < _rows; i++)
        {
            for (int j = 0; j < _columns; j++)
            {
                _assembler.Vector(VectorForm.Add, (i * _columns) + j, (i * _columns) + j, new CodeAddress(B, j * _bytes));
            }

            _assembler.Add(B, AStep);
        }

        _assembler.Land(without);
    }

    private void AddBias()
    {
        _assembler.Compare(In(TileCall.BiasOffset), 0);
        int without = _assembler.JumpAhead(CodeCondition.Equal);
        _assembler.Load(B, In(TileCall.BiasOffset));
        for (int j = 0; j < _columns; j++)
        {
            _assembler.Vector(VectorForm.Load, RowOfB + j, 0, new CodeAddress(B, j * _bytes));
        }

        for (int i = 0; i < Sums; i++)
        {
            _assembler.Vector(VectorForm.Add, i, i, RowOfB + (i % _columns));
        }

        Continue(TileCall.BiasOffset, TileCall.BiasNextOffset);
        _assembler.Land(without);
    }

    private void StoreTile()
    {
        for (int i = 0; i < _rows; i++)
        {
            for (int j = 0; j < _columns; j++)
            {
                _assembler.Vector(VectorForm.Store, (i * _columns) + j, 0, new CodeAddress(A, j * _bytes));
            }

            _assembler.Add(A, AStep);
        }
    }

    /// <summary>A distance between rows, counted in floats, in bytes.</summary>
    private void Distance(Register64 to, int offset)
    {
        _assembler.Load(to, In(offset));
        _assembler.TimesFour(to);
    }

    private static CodeAddress In(int offset) => new(Call, offset);
}
