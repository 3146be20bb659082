using System.Buffers.Binary;
using FineTune.Kernels;

namespace FineTune;

/// <content>The state as torch lays it out in <c>rng_state.pth</c>.</content>
public sealed partial class Generator
{
    /// <summary>The number of bytes of a state.</summary>
    public const int StateLength = 5056;

    // Little-endian, the engine as torch once kept it in a C struct, then the newer float cache.
    private const int SeedOffset = 0;
    private const int LeftOffset = 8;
    private const int SeededOffset = 12;
    private const int NextOffset = 16;
    private const int WordsOffset = 24;
    private const int NormalXOffset = WordsOffset + (8 * TwisterWords.StateLength);
    private const int NormalYOffset = NormalXOffset + 8;
    private const int NormalIsValidOffset = NormalXOffset + 24;
    private const int FloatNormalOffset = NormalXOffset + 32;
    private const int FloatNormalIsValidOffset = FloatNormalOffset + 4;

    /// <summary>Gets the state as <c>torch.get_rng_state</c> gives it, byte for byte.</summary>
    /// <returns><see cref="StateLength"/> bytes.</returns>
    public byte[] GetState()
    {
        byte[] state = new byte[StateLength];
        int drawn = _words.Drawn;
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(SeedOffset), InitialSeed);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(LeftOffset), TwisterWords.StateLength + 1 - drawn);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(SeededOffset), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(NextOffset), _words.IsFresh ? 0 : (ulong)drawn);
        uint[] block = _words.Block();
        for (int i = 0; i < block.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(WordsOffset + (8 * i)), block[i]);
        }

        BinaryPrimitives.WriteDoubleLittleEndian(state.AsSpan(NormalYOffset), _cachedDoubleNormal ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(NormalIsValidOffset), _cachedDoubleNormal.HasValue ? 1 : 0);
        BinaryPrimitives.WriteSingleLittleEndian(state.AsSpan(FloatNormalOffset), _cachedFloatNormal ?? 0);
        state[FloatNormalIsValidOffset] = (byte)(_cachedFloatNormal.HasValue ? 1 : 0);
        return state;
    }

    /// <summary>Restores a state from <see cref="GetState"/> or <c>torch.get_rng_state</c>; if it is refused, nothing changes.</summary>
    /// <param name="state"><see cref="StateLength"/> bytes.</param>
    /// <exception cref="ArgumentException">It is not the state of a seeded generator.</exception>
    public void SetState(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateLength)
        {
            Throw.RandomStateLength(state.Length);
        }

        int left = BinaryPrimitives.ReadInt32LittleEndian(state[LeftOffset..]);
        ulong next = BinaryPrimitives.ReadUInt64LittleEndian(state[NextOffset..]);
        CheckPosition(BinaryPrimitives.ReadInt32LittleEndian(state[SeededOffset..]), left, next);
        uint[] block = ReadWords(state);
        bool hasDouble = ReadFlag(BinaryPrimitives.ReadInt32LittleEndian(state[NormalIsValidOffset..]), "cached double normal");
        bool hasFloat = ReadFlag(state[FloatNormalIsValidOffset], "cached float normal");

        InitialSeed = BinaryPrimitives.ReadUInt64LittleEndian(state[SeedOffset..]);
        if (next == 0)
        {
            _words.RestoreFresh(block);
        }
        else
        {
            _words.Restore(block, (int)next);
        }

        _cachedDoubleNormal = hasDouble ? BinaryPrimitives.ReadDoubleLittleEndian(state[NormalYOffset..]) : null;
        _cachedFloatNormal = hasFloat ? BinaryPrimitives.ReadSingleLittleEndian(state[FloatNormalOffset..]) : null;
    }

    private static void CheckPosition(int seeded, int left, ulong next)
    {
        if (seeded != 1)
        {
            Throw.RandomState($"its 'seeded' field is {seeded}, expected 1");
        }

        if (left is < 1 or > TwisterWords.StateLength)
        {
            Throw.RandomState($"its 'left' field is {left}, expected 1 to {TwisterWords.StateLength}");
        }

        bool used = next + (ulong)left == TwisterWords.StateLength + 1;
        if (!used && (left != 1 || next != 0))
        {
            Throw.RandomState($"its fields 'left' = {left} and 'next' = {next} do not fit together: they must add up to 625, or be 1 and 0");
        }
    }

    private static uint[] ReadWords(ReadOnlySpan<byte> state)
    {
        uint[] words = new uint[TwisterWords.StateLength];
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(state[(WordsOffset + (8 * i))..]);
            if (word > uint.MaxValue)
            {
                Throw.RandomState($"word {i} is {word}, which does not fit 32 bits");
            }

            words[i] = (uint)word;
        }

        return words;
    }

    private static bool ReadFlag(int value, string name)
    {
        if (value is not (0 or 1))
        {
            Throw.RandomState($"the flag of its {name} is {value}, expected 0 or 1");
        }

        return value == 1;
    }
}
