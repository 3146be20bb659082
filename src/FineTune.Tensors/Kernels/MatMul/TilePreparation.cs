using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Makes or compiles the tile kernels of float32, which every run multiplies with, beside whatever is done before the first product.</summary>
/// <remarks>Those of bfloat16 are made by the first product that asks for them.</remarks>
internal static unsafe class TilePreparation
{
    private static int s_started;

    /// <summary>Begins, once a process, on a thread of its own, if a core can be spared for it. It does not change what anything computes.</summary>
    /// <exception cref="FormatException">An environment variable cannot be used: said here, where somebody can hear it.</exception>
    public static void Start()
    {
        _ = MachineCode.WhyNot;
        if (Workers.ThreadCount > 1 && Environment.ProcessorCount > 1 && Interlocked.Exchange(ref s_started, 1) == 0)
        {
            // Where no thread can be had, or no memory, the first product prepares what it needs.
            WorkerPool.TryStart(new Thread(PrepareCurrent) { IsBackground = true, Name = "FineTune preparation", Priority = ThreadPriority.BelowNormal }, inContext: false);
        }
    }

    private static void PrepareCurrent()
    {
        try
        {
            Prepare(TileSet.Current);
        }
        catch (OutOfMemoryException)
        {
            // Nobody is there to catch it on this thread; the first product tells it.
        }
    }

    /// <summary>Calls the kernels for no step of k: those of machine code are there once their set is, a method is compiled for each strip.</summary>
    internal static void Prepare(TileSet tiles)
    {
        int heights = tiles.IsCode ? 1 : Math.Min(tiles.Rows, TileStrip.MostRows);
        float* memory = PackBuffer.Local.Reserve(heights * tiles.Columns);
        for (int rows = heights; rows > 0; rows--)
        {
            for (int registers = 2; registers > 0; registers--)
            {
                TileCall call = new() { A = memory, B = memory, C = memory, CRow = tiles.Columns, Tiles = 1 };
                tiles.Multiply(rows, registers, rowsApart: false, &call);
            }
        }
    }
}
