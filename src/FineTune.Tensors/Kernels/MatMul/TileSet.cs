using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>The tile kernels of one register width, one for each height, layout of a and number of registers in a row.</summary>
internal sealed unsafe class TileSet
{
    private const int MaxRows = 14;
    private static readonly TileSet?[] Sets = new TileSet?[17];
    private readonly nint[] _kernels;

    private TileSet(int width, int rows, nint[] kernels)
    {
        Width = width;
        Rows = rows;
        _kernels = kernels;
    }

    /// <summary>Gets the kernels of the width in force.</summary>
    public static TileSet Current => Of(LaneWidth.Current);

    /// <summary>Gets how many floats a register holds.</summary>
    public int Width { get; }

    /// <summary>Gets the greatest height of a tile: as many rows as the registers have room for.</summary>
    public int Rows { get; }

    /// <summary>Gets the greatest width of a tile, two registers.</summary>
    public int Columns => 2 * Width;

    /// <summary>Gets the kernels of one register width.</summary>
    public static TileSet Of(int width) => Sets[width] ??= width switch
    {
        16 => new TileSet(16, 14, All<Vector512<float>, Register16>()),
        8 => new TileSet(8, 6, All<Vector256<float>, Register8>()),
        4 => new TileSet(4, Vector128.IsHardwareAccelerated && System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 12 : 6, All<Vector128<float>, Register4>()),
        _ => new TileSet(1, 4, All<float, Register1>()),
    };

    /// <summary>Gets the kernel for a tile of so many rows and registers a row.</summary>
    public delegate*<nint, float*, nint, float*, nint, float*, nint, float*, bool, void> Kernel(int rows, int registers, bool rowsApart) =>
        (delegate*<nint, float*, nint, float*, nint, float*, nint, float*, bool, void>)
        _kernels[(((rowsApart ? 2 : 0) + registers - 1) * MaxRows) + rows - 1];

    private static nint[] All<TVector, TRegister>()
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        =>
        [
            .. Heights<TVector, TRegister, RowsTogether, Count1>(),
            .. Heights<TVector, TRegister, RowsTogether, Count2>(),
            .. Heights<TVector, TRegister, RowsApart, Count1>(),
            .. Heights<TVector, TRegister, RowsApart, Count2>(),
        ];

    private static nint[] Heights<TVector, TRegister, TLayout, TColumns>()
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TLayout : struct, IElementLayout
        where TColumns : struct, ICount
        =>
        [
            Address<TVector, TRegister, Count1, TLayout, TColumns>(),
            Address<TVector, TRegister, Count2, TLayout, TColumns>(),
            Address<TVector, TRegister, Count3, TLayout, TColumns>(),
            Address<TVector, TRegister, Count4, TLayout, TColumns>(),
            Address<TVector, TRegister, Count5, TLayout, TColumns>(),
            Address<TVector, TRegister, Count6, TLayout, TColumns>(),
            Address<TVector, TRegister, Count7, TLayout, TColumns>(),
            Address<TVector, TRegister, Count8, TLayout, TColumns>(),
            Address<TVector, TRegister, Count9, TLayout, TColumns>(),
            Address<TVector, TRegister, Count10, TLayout, TColumns>(),
            Address<TVector, TRegister, Count11, TLayout, TColumns>(),
            Address<TVector, TRegister, Count12, TLayout, TColumns>(),
            Address<TVector, TRegister, Count13, TLayout, TColumns>(),
            Address<TVector, TRegister, Count14, TLayout, TColumns>(),
        ];

    private static nint Address<TVector, TRegister, TRows, TLayout, TColumns>()
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TRows : struct, ICount
        where TLayout : struct, IElementLayout
        where TColumns : struct, ICount
        => (nint)(delegate*<nint, float*, nint, float*, nint, float*, nint, float*, bool, void>)
            &TileKernel.Run<TVector, TRegister, TRows, TLayout, TColumns>;
}
