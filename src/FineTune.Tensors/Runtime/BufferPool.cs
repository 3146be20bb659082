using System.Runtime.CompilerServices;

namespace FineTune.Runtime;

/// <summary>Rents pinned arrays whose payload starts at a 64-byte boundary, and keeps returned ones for the next step.</summary>
internal static class BufferPool
{
    private const int AlignmentFloats = 16;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Stack<float[]>> Free = [];

    /// <summary>Rents storage for <paramref name="length"/> floats; the content is undefined unless <paramref name="clear"/>.</summary>
    public static Storage Rent(int length, bool clear)
    {
        int size = SizeClass(length + AlignmentFloats);
        float[]? array = null;
        lock (Gate)
        {
            if (Free.TryGetValue(size, out Stack<float[]>? stack) && stack.TryPop(out float[]? found))
            {
                array = found;
            }
        }

        bool fresh = array is null;
        array ??= GC.AllocateArray<float>(size, pinned: true);
        Storage storage = new(array, AlignedOffset(array), length);
        if (clear && !fresh)
        {
            storage.Span.Clear();
        }

        return storage;
    }

    public static void Return(float[] array)
    {
        lock (Gate)
        {
            if (!Free.TryGetValue(array.Length, out Stack<float[]>? stack))
            {
                Free[array.Length] = stack = new Stack<float[]>();
            }

            stack.Push(array);
        }
    }

    /// <summary>Drops everything that is not in use.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            Free.Clear();
        }
    }

    private static int SizeClass(int length)
    {
        // Eight classes for each doubling: at most an eighth is wasted, and lengths that vary a little from step to step share a class.
        int step = Math.Max(64, (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) / 16));
        return checked((length + step - 1) / step * step);
    }

    private static unsafe int AlignedOffset(float[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        return (int)(((64 - (address & 63)) & 63) / sizeof(float));
    }
}
