using System.Numerics;

namespace FineTune;

/// <summary>NumPy's PCG64: a 128-bit linear congruential generator whose output is its state's halves, combined and rotated (XSL-RR).</summary>
internal sealed class Pcg64
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint _upperHalf;
    private bool _hasUpperHalf;

    /// <summary>Seeds as NumPy does, from four words of a <see cref="SeedSequence"/>.</summary>
    public Pcg64(BigInteger seed)
    {
        ulong[] words = SeedSequence.GenerateState(seed, 4);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        Step();
        _state += new UInt128(words[0], words[1]);
        Step();
    }

    /// <summary>Draws 64 bits; a waiting upper half goes on waiting.</summary>
    public ulong Next64()
    {
        Step();
        ulong high = (ulong)(_state >> 64);
        return BitOperations.RotateRight(high ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <summary>Draws 32 bits: the lower half of a 64-bit draw, then the upper half that waited.</summary>
    public uint Next32()
    {
        if (_hasUpperHalf)
        {
            _hasUpperHalf = false;
            return _upperHalf;
        }

        ulong word = Next64();
        _upperHalf = (uint)(word >> 32);
        _hasUpperHalf = true;
        return (uint)word;
    }

    private void Step() => _state = (_state * Multiplier) + _increment;
}
