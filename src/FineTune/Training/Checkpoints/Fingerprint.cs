using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>Sixty-four bits of everything that was added, in order: enough to notice a change, and quick to make.</summary>
internal sealed class Fingerprint
{
    private ulong _state = 0x9E3779B97F4A7C15;

    public ulong Value => _state;

    public void Add(ulong word)
    {
        _state = (BitOperations.RotateLeft(_state, 23) ^ word) * 0xD6E8FEB86659FD93;
        _state ^= _state >> 32;
    }

    /// <summary>Adds a cell: a number, a text, or a list of them.</summary>
    public void Add(object? value)
    {
        switch (value)
        {
            case null: Add(1UL); break;
            case long number: Add((ulong)number); break;
            case int number: Add((ulong)number); break;
            case bool flag: Add(flag ? 2UL : 3UL); break;
            case double number: Add(BitConverter.DoubleToUInt64Bits(number)); break;
            case float number: Add(BitConverter.SingleToUInt32Bits(number)); break;
            case string text: AddBytes(MemoryMarshal.AsBytes(text.AsSpan())); break;
            case long[] numbers: AddBytes(MemoryMarshal.AsBytes<long>(numbers)); break;
            case int[] numbers: AddBytes(MemoryMarshal.AsBytes<int>(numbers)); break;
            case float[] numbers: AddBytes(MemoryMarshal.AsBytes<float>(numbers)); break;
            case double[] numbers: AddBytes(MemoryMarshal.AsBytes<double>(numbers)); break;
            case byte[] bytes: AddBytes(bytes); break;
            case IEnumerable list: AddAll(list); break;
            default: Add(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    public override string ToString() => _state.ToString("x16", CultureInfo.InvariantCulture);

    private void AddAll(IEnumerable list)
    {
        foreach (object? item in list)
        {
            Add(item);
        }

        Add(4UL);
    }

    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            Add(word);
        }

        foreach (byte rest in bytes[(bytes.Length & ~7)..])
        {
            Add((ulong)rest);
        }
    }
}
