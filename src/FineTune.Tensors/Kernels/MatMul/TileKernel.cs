namespace FineTune.Kernels;

/// <summary>
/// The innermost part of a matrix product where there is no machine code for it (<see cref="TileCode"/>): a tile of c, a few rows high and one or two registers
/// wide, in strips.
/// </summary>
/// <remarks>
/// Every element's sum starts at zero and takes its products in the order of k with one rounding each, whatever the register and the height
/// of the tile it lies in, so that all kernels agree bit for bit.
/// </remarks>
internal static unsafe class TileKernel
{
    /// <summary>Computes a tile of so many rows and registers a row.</summary>
    public static void Run<TVector, TRegister>(int rows, int registers, bool rowsApart, TileCall* call)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        Division strips = Division.IntoAtMost(TileStrip.MostRows, rows);
        nint aRow = rowsApart ? call->AStep : 1;
        nint aStep = rowsApart ? 1 : call->AStep;
        for (int i = 0; i < strips.Count; i++)
        {
            int row = strips.Start(i);
            Strip<TVector, TRegister>(strips.Size(i), registers)(call, call->A + (row * aRow), aRow, aStep, call->C + (row * call->CRow));
        }
    }

    private static delegate*<TileCall*, float*, nint, nint, float*, void> Strip<TVector, TRegister>(int rows, int registers)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        => registers == 1 ? Strip<TVector, TRegister, Count1>(rows) : Strip<TVector, TRegister, Count2>(rows);

    private static delegate*<TileCall*, float*, nint, nint, float*, void> Strip<TVector, TRegister, TColumns>(int rows)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TColumns : struct, ICount
        => rows switch
        {
            1 => &TileStrip.Run<TVector, TRegister, Count1, TColumns>,
            2 => &TileStrip.Run<TVector, TRegister, Count2, TColumns>,
            3 => &TileStrip.Run<TVector, TRegister, Count3, TColumns>,
            4 => &TileStrip.Run<TVector, TRegister, Count4, TColumns>,
            5 => &TileStrip.Run<TVector, TRegister, Count5, TColumns>,
            _ => &TileStrip.Run<TVector, TRegister, Count6, TColumns>,
        };
}
