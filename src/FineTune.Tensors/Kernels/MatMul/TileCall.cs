using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// What a tile kernel is told: c[i][j] = or += the sum over steps p of a[i][p] * b[p][j], then + bias[j]. Row p of b begins at B + p * BStep. Element (i, p) of
/// a lies at A + p * AStep + i, or, where its rows lie apart, at A + i * AStep + p. Distances count floats.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TileCall
{
    public const int StepsOffset = 0, AOffset = 8, AStepOffset = 16, BOffset = 24, BStepOffset = 32, COffset = 40, CRowOffset = 48, BiasOffset = 56, AddsOffset = 64;

    /// <summary>Where a kernel keeps the control word that it changes for a while, and the one it sets.</summary>
    public const int ControlOffset = 72;

    /// <summary>Where a kernel keeps the ten vector registers that belong to its caller on Windows.</summary>
    public const int KeptOffset = 80;

    /// <summary>Where c lies and the distance between its rows, for kernels that may be told to put their sums aside.</summary>
    public const int FetchOffset = 240, FetchRowOffset = 248;

    /// <summary>How many tiles, and how far from one to the next a, b, c, their bias and what is fetched lie.</summary>
    public const int TilesOffset = 256, ANextOffset = 264, BNextOffset = 272, CNextOffset = 280, BiasNextOffset = 288, FetchNextOffset = 296;

    /// <summary>Where a kernel counts the steps that a tile still has.</summary>
    public const int StepsLeftOffset = 304;

    /// <summary>Where the line lies that a kernel asks for next, how many bytes farther the one after it, and where there are none any more.</summary>
    public const int AheadOffset = 312, AheadStepOffset = 320, AheadEndOffset = 328;

    /// <summary>Where a kernel keeps the end of the tile of c, whose rows it asks for one by one.</summary>
    public const int FetchEndOffset = 336;

    public nint Steps;
    public float* A;
    public nint AStep;
    public float* B;
    public nint BStep;
    public float* C;
    public nint CRow;

    /// <summary>A value for each column, or null.</summary>
    public float* Bias;

    /// <summary>Not 0 where the sums are added to c.</summary>
    public nint Adds;

    private fixed byte _kept[8 + (10 * 16)];

    /// <summary>What a kernel in tile registers asks for while it sums: rows of c, wherever its sums go first.</summary>
    public float* Fetch;
    public nint FetchRow;

    /// <summary>How many tiles there are, one after the other: at least one, all of one shape. What says where they lie is moved on from one to the next: it serves one call.</summary>
    public nint Tiles;
    public nint ANext;
    public nint BNext;
    public nint CNext;
    public nint BiasNext;
    public nint FetchNext;

    private nint _stepsLeft;

    /// <summary>What kernels in machine code ask for meanwhile, where both operands are packed (<see cref="MemoryAhead"/>); an end of null for nothing.</summary>
    public byte* Ahead;
    public nint AheadStep;
    public byte* AheadEnd;

    private nint _fetchEnd;
}
