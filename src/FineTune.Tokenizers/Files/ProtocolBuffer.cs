using System.Buffers.Binary;
using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Reads a message of a protocol buffer: numbered fields, each a number, four or eight bytes, or bytes of a given length.</summary>
internal ref struct ProtocolBuffer(ReadOnlySpan<byte> message)
{
    private const int Number = 0, Eight = 1, Counted = 2, Four = 5;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>Reads the number of the next field, whose value must be read or skipped.</summary>
    /// <returns>False at the end.</returns>
    public bool TryRead(out int field)
    {
        field = 0;
        if (_rest.IsEmpty)
            return false;
        ulong key = ReadNumber();
        field = (int)(key >> 3 & int.MaxValue);
        _wireType = (int)(key & 7);
        return true;
    }

    public int Int() => (int)Expect(Number).ReadNumber();

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Expect(Four).Take(4));

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(Counted);
        ulong length = ReadNumber();
        return Take(length <= int.MaxValue ? (int)length : int.MaxValue);
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes());
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("A text in it is not UTF-8.");
        }
    }

    public void Skip()
    {
        switch (_wireType)
        {
            case Number:
                ReadNumber();
                break;
            case Eight:
                Take(8);
                break;
            case Counted:
                Bytes();
                break;
            case Four:
                Take(4);
                break;
            default:
                throw new InvalidDataException("It has a field of an unknown kind.");
        }
    }

    private ulong ReadNumber()
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte value = Take(1)[0];
            number |= (ulong)(value & 127) << shift;
            if (value < 128)
                return number;
        }

        throw new InvalidDataException("It has a number that does not end.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new InvalidDataException("It ends too early.");
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref ProtocolBuffer Expect(int wireType)
    {
        if (_wireType != wireType)
            throw new InvalidDataException("A field is of another kind than it should be.");
        return ref this;
    }
}
