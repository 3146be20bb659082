using System.Runtime.CompilerServices;
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
                int to = Math.Min(_second, from + Tile);
                for (int m = 0; m < _middle; m++)
                {
                    for (int a = 0; a < _first; a++)
                    {
                        for (int b = from; b < to; b++)
                        {
                            Move(((((outer * _first) + a) * _middle) + m) * _second + b, ((((outer * _second) + b) * _middle) + m) * _first + a);
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Move(int sourceIndex, int destinationIndex)
        {
            if (_inner > 1)
            {
                Arithmetic.Copy(_source.Slice(sourceIndex * _inner, _inner), _destination.Slice(destinationIndex * _inner, _inner), _accumulate);
            }
            else if (_accumulate)
            {
                _destination[destinationIndex] += _source[sourceIndex];
            }
            else
            {
                _destination[destinationIndex] = _source[sourceIndex];
            }
        }
    }
}
