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

    /// <summary>Calls every kernel of a register width for no step of k, those of long products first; returns how many.</summary>
    internal static int Call(TileSet tiles)
    {
        float* memory = PackBuffer.Local.Reserve((tiles.Rows + 1) * tiles.Columns);
        HashSet<nint> called = [];
        foreach (int registers in new[] { 2, 1 })
        {
            for (int rows = tiles.Rows; rows > 0; rows--)
            {
                foreach (bool rowsApart in new[] { false, true })
                {
                    var kernel = tiles.Kernel(rows, registers, rowsApart);
                    kernel(0, memory, tiles.Columns, memory, tiles.Columns, memory, tiles.Columns, null, false);
                    called.Add((nint)kernel);
                }
            }
        }

        return called.Count;
    }
}
