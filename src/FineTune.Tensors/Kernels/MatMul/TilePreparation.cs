using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Compiles the tile kernels beside whatever is done before the first product: each is a large method, and there are dozens.</summary>
internal static unsafe class TilePreparation
{
    private static int s_started;

    /// <summary>Begins, once a process, on a thread of its own, if a core can be spared for it. It does not change what anything computes.</summary>
    public static void Start()
    {
        if (Workers.ThreadCount > 1 && Environment.ProcessorCount > 1 && Interlocked.Exchange(ref s_started, 1) == 0)
        {
            Thread thread = new(Run) { IsBackground = true, Name = "FineTune preparation", Priority = ThreadPriority.BelowNormal };
            thread.UnsafeStart();
        }
    }

    private static void Run() => Call(TileSet.Current);

    /// <summary>
    /// Calls, for no step of k, the kernels of a register width that every batch needs: long products are cut into the two greatest heights, those
    /// of attention, which are read in place, into any from half of it on. The others are compiled when they are called, if they are.
    /// </summary>
    internal static IReadOnlySet<nint> Call(TileSet tiles)
    {
        HashSet<nint> called = [];
        Call(tiles, tiles.Rows, 2, rowsApart: false, called);
        Call(tiles, tiles.Rows - 1, 2, rowsApart: false, called);
        for (int rows = tiles.Rows; rows >= tiles.Rows / 2; rows--)
        {
            Call(tiles, rows, 2, rowsApart: true, called);
            Call(tiles, rows, 1, rowsApart: true, called);
        }

        return called;
    }

    private static void Call(TileSet tiles, int rows, int registers, bool rowsApart, HashSet<nint> called)
    {
        float* memory = PackBuffer.Local.Reserve((tiles.Rows + 1) * tiles.Columns);
        var kernel = tiles.Kernel(rows, registers, rowsApart);
        kernel(0, memory, tiles.Columns, memory, tiles.Columns, memory, tiles.Columns, null, false);
        called.Add((nint)kernel);
    }
}
