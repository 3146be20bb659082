using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Exchanges two axes of a dense array.</summary>
internal static class Transposition
{
    private const int Tile = 16;
    private const int Work = 16384;

    /// <summary>
    /// destination[o, b, m, a, i] = or += source[o, a, m, b, i] for sizes (outer, first, middle, second, inner) of source's axes.
    /// </summary>
    public static void Run(
        ReadOnlySpan<float> source, int outer, int first, int middle, int second, int inner, Span<float> destination, bool accumulate)
    {
        int tiles = (second + Tile - 1) / Tile;
        int work = Math.Max(1, Tile * first * middle * inner);
        Workers.Run(outer * tiles, Math.Max(1, Work / work), new Job(source, first, middle, second, inner, destination, accumulate));
    }

    private readonly ref struct Job(
        ReadOnlySpan<float> source, int first, int middle, int second, int inner, Span<float> destination, bool accumulate) : IJob
    {
        private readonly ReadOnlySpan<float> _source = source;
        private readonly int _first = first;
        private readonly int _middle = middle;
        private readonly int _second = second;
        private readonly int _inner = inner;
        private readonly Span<float> _destination = destination;
        private readonly bool _accumulate = accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int start, int end)
        {
            int tiles = (_second + Tile - 1) / Tile;
            for (int item = start; item < end; item++)
            {
                int outer = item / tiles;
                int from = item % tiles * Tile;
                for (int m = 0; m < _middle; m++)
                {
                    for (int b = from; b < Math.Min(_second, from + Tile); b++)
                    {
                        int source = ((outer * _first * _middle) + m) * _second + b;
                        int destination = ((((outer * _second) + b) * _middle) + m) * _first;
                        if (_inner == 1)
                        {
                            MoveElements(source, destination);
                        }
                        else
                        {
                            MoveRuns(source, destination);
                        }
                    }
                }
            }
        }

        /// <summary>One row of the destination, from a column of the source, whose cache lines serve the next rows of the tile too.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void MoveElements(int from, int to)
        {
            nint step = (nint)_middle * _second;
            ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(_source), from);
            ref float destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(_destination), to);
            bool accumulate = _accumulate;
            int count = _first;
            for (int a = 0; a < count; a++)
            {
                Unsafe.Add(ref destination, a) = accumulate ? Unsafe.Add(ref destination, a) + source : source;
                source = ref Unsafe.Add(ref source, step);
            }
        }

        private void MoveRuns(int from, int to)
        {
            for (int a = 0; a < _first; a++, from += _middle * _second, to++)
            {
                Arithmetic.Copy(_source.Slice(from * _inner, _inner), _destination.Slice(to * _inner, _inner), _accumulate);
            }
        }
    }
}
