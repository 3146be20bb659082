using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace FineTune.Kernels;

/// <summary>The tile kernels of one register width and arithmetic: machine code for each height, layout of a and number of registers in a row, or one method for all.</summary>
internal sealed unsafe class TileSet
{
    private const int Arithmetics = 4;
    private static readonly Lock s_making = new();
    private static readonly TileSet?[] s_sets = new TileSet?[2 * Arithmetics * 17];
    private readonly nint[]? _code;
    private readonly string? _refusal;
    private readonly delegate*<int, int, bool, TileCall*, void> _method;

    /// <summary>Makes a set, of machine code if there is a place for it; those in use are got by their width.</summary>
    internal TileSet(int width, TileArithmetic arithmetic, CodePlacing? place)
    {
        Width = width;
        Arithmetic = arithmetic;
        Rows = arithmetic == TileArithmetic.Groups ? 2 * TileRegisterCode.Side : width switch
        {
            16 => 14,
            8 => 6,
            4 => AdvSimd.IsSupported ? 12 : 6,
            _ => 4,
        };
        _method = arithmetic switch
        {
            TileArithmetic.Single => Plain(width),
            TileArithmetic.FlushedSingle => Flushed<Count1>(width),
            TileArithmetic.Pairs => Flushed<Count2>(width),
            _ => Groups(width),
        };
        _code = place is null ? null : MakeCode(place, out _refusal);
    }

    /// <summary>Gets the kernels of the width in force: that of the lanes or, in a program compiled ahead of time for less, that of the machine code.</summary>
    public static TileSet Current => Of(TileArithmetic.Single);

    /// <summary>Gets or sets a width for <see cref="Current"/> whatever the lanes'; tests set it to have tiles wider than the lanes, as programs compiled for less have.</summary>
    public static int? WidthInstead { get; set; }

    /// <summary>Gets how many floats a register holds.</summary>
    public int Width { get; }

    /// <summary>Gets what a step adds.</summary>
    public TileArithmetic Arithmetic { get; }

    /// <summary>Gets the greatest height of a tile: as many rows as the registers have room for.</summary>
    public int Rows { get; }

    /// <summary>Gets whether a step of k is a group of pairs, of which the rows of a have all side by side, and kernels store the sums, whatever a call says of c and a bias.</summary>
    public bool TakesGroups => Arithmetic == TileArithmetic.Groups;

    /// <summary>Gets the greatest width of a tile, two registers.</summary>
    public int Columns => 2 * Width;

    /// <summary>Gets whether the kernels are machine code made at run time.</summary>
    public bool IsCode => _code is not null;

    /// <summary>Gets whether they ask, while they sum, for what is read next, where both operands are packed (<see cref="TileCall.Ahead"/>).</summary>
    public bool AsksAhead => IsCode && !TakesGroups;

    /// <summary>Gets why they are not, or null where they are.</summary>
    public string? WhyNoCode => IsCode ? null : MachineCode.WhyNot ?? _refusal ?? "single numbers need none";

    /// <summary>Gets the kernels of an arithmetic at the width in force.</summary>
    public static TileSet Of(TileArithmetic arithmetic)
    {
        int lanes = LaneWidth.Current;
        int width = WidthInstead ?? (lanes == LaneWidth.Widest ? Math.Max(lanes, MachineCode.Width) : lanes);
        return Of(width, arithmetic).OrOfLanes();
    }

    /// <summary>Gets the kernels of one register width.</summary>
    public static TileSet Of(int width, TileArithmetic arithmetic = TileArithmetic.Single)
    {
        bool isCode = width > 1 && MachineCode.Width >= width && arithmetic switch
        {
            TileArithmetic.Pairs => width == 16 && MachineCode.HasPairs,
            TileArithmetic.Groups => width == 16 && MachineCode.WhyNoTiles is null,
            _ => true,
        };
        ref TileSet? known = ref s_sets[(((isCode ? Arithmetics : 0) + (int)arithmetic) * 17) + width];
        return Volatile.Read(ref known) ?? Make(width, arithmetic, isCode, ref known);
    }

    /// <summary>Gets those of the lanes' width where these are wider and there is no code for them: methods would take their vectors apart in software.</summary>
    internal TileSet OrOfLanes() => Width > LaneWidth.Widest && !IsCode ? Of(LaneWidth.Current, Arithmetic) : this;

    /// <summary>Is called by each thread before it computes tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (TakesGroups && IsCode)
        {
            TilePermission.MakeRoom();
        }
    }

    /// <summary>Computes tiles of so many rows and registers a row, on a thread that has called <see cref="Enter"/>.</summary>
    public void Multiply(int rows, int registers, bool rowsApart, TileCall* call)
    {
        if (_code is null)
        {
            MultiplyByMethod(rows, registers, rowsApart, call);
        }
        else
        {
            ((delegate* unmanaged[SuppressGCTransition]<TileCall*, void>)_code[Index(rows, registers, rowsApart)])(call);
        }
    }

    private void MultiplyByMethod(int rows, int registers, bool rowsApart, TileCall* call)
    {
        for (; call->Tiles > 0; call->Tiles--)
        {
            _method(rows, registers, rowsApart, call);
            call->A += call->ANext;
            call->B += call->BNext;
            call->C += call->CNext;
            call->Bias += call->Bias is null ? 0 : call->BiasNext;
        }
    }

    private static delegate*<int, int, bool, TileCall*, void> Plain(int width) => width switch
    {
        16 => &TileKernel.Run<Vector512<float>, Register16>,
        8 => &TileKernel.Run<Vector256<float>, Register8>,
        4 => &TileKernel.Run<Vector128<float>, Register4>,
        _ => &TileKernel.Run<float, Register1>,
    };

    private static delegate*<int, int, bool, TileCall*, void> Flushed<TStepsOfK>(int width)
        where TStepsOfK : struct, ICount
        => width switch
        {
            16 => &FlushedTile.Run<Lanes16, TStepsOfK>,
            8 => &FlushedTile.Run<Lanes8, TStepsOfK>,
            4 => &FlushedTile.Run<Lanes4, TStepsOfK>,
            _ => &FlushedTile.Run<Lanes1, TStepsOfK>,
        };

    private static delegate*<int, int, bool, TileCall*, void> Groups(int width) => width switch
    {
        16 => &GroupTile.Run<Lanes16>,
        8 => &GroupTile.Run<Lanes8>,
        4 => &GroupTile.Run<Lanes4>,
        _ => &GroupTile.Run<Lanes1>,
    };

    private static TileSet Make(int width, TileArithmetic arithmetic, bool isCode, ref TileSet? known)
    {
        lock (s_making)
        {
            return known ??= new TileSet(width, arithmetic, isCode ? ExecutableMemory.Place : null);
        }
    }

    /// <summary>Makes all kernels, one behind the other; null where the system has no place for them.</summary>
    private nint[]? MakeCode(CodePlacing place, out string? refusal)
    {
        return CodeBlock.Place(Enumerable.Range(0, (TakesGroups ? 2 : 4) * Rows).Select(i =>
        {
            (int rows, int registers) = ((i % Rows) + 1, (i / Rows % 2) + 1);
            return TakesGroups ? TileRegisterCode.Of(rows, registers)
                : TileCode.Of(Arithmetic, Width, rows, registers, i / Rows / 2 == 1, MachineCode.MultipliesFromMemory, OperatingSystem.IsWindows());
        }), place, out refusal);
    }

    private int Index(int rows, int registers, bool rowsApart) => (((rowsApart && !TakesGroups ? 2 : 0) + registers - 1) * Rows) + rows - 1;
}
