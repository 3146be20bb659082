using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>
/// Words and the pieces they were cut into: a hash table of a fixed size that begins anew when it is full. One thread uses it at a time.
/// </summary>
internal sealed class WordCache
{
    /// <summary>The longest word that is kept, in bytes of its key.</summary>
    public const int LongestKey = 256;

    private const int SlotCount = 1 << 15, MostWords = SlotCount / 2, KeyRoom = 1 << 20, PieceRoom = 1 << 17;
    private readonly Slot[] _slots = new Slot[SlotCount];
    private byte[] _keys = new byte[1 << 14];
    private Piece[] _pieces = new Piece[1 << 12];
    private int _count, _keyLength, _pieceLength;

    /// <summary>The hash of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)key.Length * Factor;
        ref byte at = ref MemoryMarshal.GetReference(key);
        int i = 0;
        for (; i + 8 <= key.Length; i += 8)
            hash = (BitOperations.RotateLeft(hash, 23) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i))) * Factor;
        ulong rest = 0;
        for (int shift = 0; i < key.Length; i++, shift += 8)
            rest |= (ulong)Unsafe.Add(ref at, i) << shift;
        hash = (BitOperations.RotateLeft(hash, 23) ^ rest) * Factor;
        return (uint)(hash >> 32) ^ (uint)(hash >> 15);
    }

    /// <summary>Finds the pieces of a word.</summary>
    /// <returns>False when it is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryFind(ReadOnlySpan<byte> key, uint hash, out ReadOnlySpan<Piece> pieces)
    {
        for (uint i = hash & (SlotCount - 1); ; i = (i + 1) & (SlotCount - 1))
        {
            ref readonly Slot slot = ref _slots[i];
            if (slot.KeyLength == 0)
            {
                pieces = default;
                return false;
            }

            if (slot.Hash == hash && slot.KeyLength == key.Length && key.SequenceEqual(_keys.AsSpan(slot.Key, slot.KeyLength)))
            {
                pieces = _pieces.AsSpan(slot.Piece, slot.PieceCount);
                return true;
            }
        }
    }

    /// <summary>Keeps the pieces of a word that is not known yet; words that are too long or empty are not kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> key, uint hash, ReadOnlySpan<Piece> pieces)
    {
        if (key.Length is 0 or > LongestKey)
            return;
        if (_count == MostWords || _keyLength + key.Length > KeyRoom || _pieceLength + pieces.Length > PieceRoom)
            Clear();
        Grow(ref _keys, _keyLength + key.Length);
        Grow(ref _pieces, _pieceLength + pieces.Length);
        key.CopyTo(_keys.AsSpan(_keyLength));
        pieces.CopyTo(_pieces.AsSpan(_pieceLength));
        uint i = hash & (SlotCount - 1);
        while (_slots[i].KeyLength != 0)
            i = (i + 1) & (SlotCount - 1);
        _slots[i] = new(hash, _keyLength, key.Length, _pieceLength, pieces.Length);
        _keyLength += key.Length;
        _pieceLength += pieces.Length;
        _count++;
    }

    private void Clear()
    {
        _slots.AsSpan().Clear();
        (_count, _keyLength, _pieceLength) = (0, 0, 0);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            Array.Resize(ref array, Math.Max(length, array.Length * 2));
    }

    private readonly record struct Slot(uint Hash, int Key, int KeyLength, int Piece, int PieceCount);
}
