using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// mt19937 with its raw words laid out in a line: the block of 624 before the buffer, then some blocks ahead of the caller, made all at
/// once. A position in the line stands for the classic engine's state, so that it can be saved and restored exactly.
/// </summary>
internal sealed unsafe class MersenneTwister
{
    private const int N = TwisterWords.StateLength;
    private const int BlocksAhead = 4;
    private const int End = (BlocksAhead + 1) * N;
    private const int AlignmentWords = 16;

    /// <summary>What may be read, but is never used, past the end.</summary>
    private const int Slack = BernoulliWords.GroupWords;

    private readonly uint[] _array = GC.AllocateArray<uint>(End + Slack + AlignmentWords, pinned: true);
    private readonly uint* _words;
    private int _cursor;

    public MersenneTwister(uint seed)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
        _words = (uint*)((address + 63) & ~(nuint)63);
        Seed(seed);
    }

    /// <summary>Gets whether nothing was drawn since seeding: the state is the seed's, and its words are not there to be drawn.</summary>
    public bool IsFresh => _cursor == N;

    /// <summary>Gets how many words of the classic engine's state were drawn: 1 to 624, 624 also when it is fresh.</summary>
    public int Drawn => _cursor - BlockStart;

    private int BlockStart => (_cursor - 1) / N * N;

    public void Seed(uint seed)
    {
        TwisterWords.Seed(seed, new Span<uint>(_words, N));
        MakeBlocksAhead();
    }

    /// <summary>Continues as after seeding, from a block none of whose words is to be drawn.</summary>
    public void RestoreFresh(ReadOnlySpan<uint> block)
    {
        block.CopyTo(new Span<uint>(_words, N));
        MakeBlocksAhead();
    }

    /// <summary>Gets the raw words of the classic engine's state.</summary>
    public uint[] Block()
    {
        uint[] block = new uint[N];
        new ReadOnlySpan<uint>(_words + BlockStart, N).CopyTo(block);
        GC.KeepAlive(this);
        return block;
    }

    /// <summary>Continues after the first <paramref name="drawn"/> words (1 to 624) of a block.</summary>
    public void Restore(ReadOnlySpan<uint> block, int drawn)
    {
        block.CopyTo(new Span<uint>(_words + End - N, N));
        _cursor = End - N + drawn;
    }

    public void CopyFrom(MersenneTwister other)
    {
        new ReadOnlySpan<uint>(other._words, End).CopyTo(new Span<uint>(_words, End));
        _cursor = other._cursor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Next()
    {
        if (_cursor == End)
        {
            Refill();
        }

        return TwisterWords.Temper(_words[_cursor++]);
    }

    /// <summary>destination = the next drawn words.</summary>
    public void Fill(Span<uint> destination)
    {
        fixed (uint* target = destination)
        {
            for (int done = 0; done < destination.Length;)
            {
                int count = Math.Min(Available(), destination.Length - done);
                TwisterWords.Temper(_words + _cursor, count, target + done);
                _cursor += count;
                done += count;
            }
        }
    }

    /// <summary>Moves on by <paramref name="count"/> words.</summary>
    public void Discard(long count)
    {
        while (count > End - _cursor)
        {
            count -= End - _cursor;
            Refill();
        }

        _cursor += (int)count;
    }

    /// <summary>
    /// Draws two words for each of <paramref name="count"/> elements; bit i &amp; 15 of bits[i >> 4] is set when element i's 53-bit number is
    /// below the threshold. Bits past the last element are zero.
    /// </summary>
    public void BernoulliBits(ulong threshold, int count, Span<ushort> bits)
    {
        fixed (ushort* target = bits)
        {
            if (2L * count <= End - _cursor)
            {
                DrawBits(threshold, count, target);
            }
            else
            {
                BitsAcrossBuffers(threshold, count, target);
            }
        }
    }

    /// <summary>Bits of elements all of whose words are in the buffer.</summary>
    private void DrawBits(ulong threshold, int count, ushort* bits)
    {
        int groups = (int)(((uint)count + BernoulliWords.GroupElements - 1) / BernoulliWords.GroupElements);
        BernoulliWords.Groups(_words + _cursor, groups, threshold, bits);
        _cursor += 2 * count;
        int last = count % BernoulliWords.GroupElements;
        if (last != 0)
        {
            bits[groups - 1] &= (ushort)((1u << last) - 1);
        }
    }

    private void BitsAcrossBuffers(ulong threshold, int count, ushort* bits)
    {
        while (count > 0)
        {
            int whole = Math.Min((End - _cursor) / BernoulliWords.GroupWords * BernoulliWords.GroupElements, count);
            if (whole == 0)
            {
                whole = Math.Min(count, BernoulliWords.GroupElements);
                LastGroupOfBuffer(threshold, whole, bits);
            }
            else
            {
                DrawBits(threshold, whole, bits);
            }

            bits += whole / BernoulliWords.GroupElements;
            count -= whole;
        }
    }

    /// <summary>A group (or the last few elements) whose words begin in this buffer and end in the next.</summary>
    private void LastGroupOfBuffer(ulong threshold, int count, ushort* bits)
    {
        uint* joined = stackalloc uint[BernoulliWords.GroupWords];
        int head = End - _cursor;
        int tail = (2 * count) - head;
        new ReadOnlySpan<uint>(_words + _cursor, head).CopyTo(new Span<uint>(joined, head));
        Refill();
        new ReadOnlySpan<uint>(_words + _cursor, tail).CopyTo(new Span<uint>(joined + head, tail));
        _cursor += tail;
        BernoulliWords.Groups(joined, 1, threshold, bits);
        *bits &= (ushort)((1u << count) - 1);
    }

    private int Available()
    {
        if (_cursor == End)
        {
            Refill();
        }

        return End - _cursor;
    }

    /// <summary>Makes the last block the one before the buffer and the buffer the words that follow it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill()
    {
        new ReadOnlySpan<uint>(_words + End - N, N).CopyTo(new Span<uint>(_words, N));
        MakeBlocksAhead();
    }

    /// <summary>Leaves the cursor at the buffer's first word, where it never rests otherwise: a refill is followed by a draw.</summary>
    private void MakeBlocksAhead()
    {
        TwisterWords.Extend(_words, BlocksAhead * N);
        _cursor = N;
    }
}
