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

    /// <summary>Calls every kernel of the width in force for no step of k, those of long products first.</summary>
    internal static void Run()
    {
        TileSet tiles = TileSet.Current;
        float* memory = PackBuffer.Local.Reserve((tiles.Rows + 1) * tiles.Columns);
        foreach (int registers in new[] { 2, 1 })
        {
            for (int rows = tiles.Rows; rows > 0; rows--)
            {
                Call(tiles, rows, registers, rowsApart: false, memory);
                Call(tiles, rows, registers, rowsApart: true, memory);
            }
        }
    }

    private static void Call(TileSet tiles, int rows, int registers, bool rowsApart, float* memory) =>
        tiles.Kernel(rows, registers, rowsApart)(0, memory, tiles.Columns, memory, tiles.Columns, memory, tiles.Columns, null, false);
}
