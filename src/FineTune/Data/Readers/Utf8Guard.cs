using System.Buffers;
using System.Text;

namespace FineTune.Data;

/// <summary>Passes a file's bytes on as long as they are UTF-8; at the first that is not it throws, naming line and place.</summary>
internal sealed class Utf8Guard(Stream file, string path) : ForwardStream
{
    private const int Looked = 256;

    private readonly byte[] _unfinished = new byte[4];
    private int _unfinishedCount;
    private long _position;
    private int _line = 1;
    private long _lineStart;
    private bool _begun;

    public override int Read(Span<byte> buffer) => Begin(buffer, file.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Begin(buffer.Span, count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Checks what was read, and at the beginning whether the byte order mark is that of UTF-16.</summary>
    private int Begin(Span<byte> buffer, int count)
    {
        if (!_begun && count >= 2)
        {
            _begun = true;
            if (buffer is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw DataError.Utf16(path);
            }

            if (LooksLikeUtf16(buffer[..Math.Min(count, Looked)]))
            {
                throw DataError.Utf16WithoutMark(path);
            }
        }

        Check(buffer[..count]);
        return count;
    }

    /// <summary>Text of the first 128 characters in UTF-16: every other byte is 0.</summary>
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
        Span<int> zeros = [0, 0];
        for (int i = 0; i < bytes.Length; i++)
        {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }

        int pairs = bytes.Length / 2;
        return pairs >= 2 && ((zeros[0] == 0 && zeros[1] * 4 >= pairs * 3) || (zeros[1] == 0 && zeros[0] * 4 >= pairs * 3));
    }

    /// <param name="bytes">What was read; nothing at the end of the file.</param>
    private void Check(ReadOnlySpan<byte> bytes)
    {
        bytes = FinishCharacter(bytes, isEnd: bytes.Length == 0);
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            Advance(bytes);
            return;
        }

        int good = ValidPrefix(bytes, out bool unfinished);
        Advance(bytes[..good]);
        if (!unfinished)
        {
            throw DataError.NotUtf8(path, _line, _position - _lineStart, _position, bytes[good]);
        }

        bytes[good..].CopyTo(_unfinished);
        _unfinishedCount = bytes.Length - good;
    }

    /// <summary>Puts a character together whose bytes came in two reads.</summary>
    private ReadOnlySpan<byte> FinishCharacter(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        while (_unfinishedCount > 0 && (bytes.Length > 0 || isEnd))
        {
            if (bytes.Length > 0)
            {
                _unfinished[_unfinishedCount++] = bytes[0];
                bytes = bytes[1..];
            }

            ReadOnlySpan<byte> character = _unfinished.AsSpan(0, _unfinishedCount);
            OperationStatus status = Rune.DecodeFromUtf8(character, out _, out _);
            if (status == OperationStatus.Done)
            {
                _position += _unfinishedCount;
                _unfinishedCount = 0;
            }
            else if (status == OperationStatus.InvalidData || isEnd)
            {
                throw DataError.NotUtf8(path, _line, _position - _lineStart, _position, character[0]);
            }
        }

        return bytes;
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes, out bool unfinished)
    {
        int good = 0;
        OperationStatus status = OperationStatus.Done;
        while (good < bytes.Length)
        {
            int ascii = bytes[good..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii != 0)
            {
                good += ascii < 0 ? bytes.Length - good : ascii;
                continue;
            }

            status = Rune.DecodeFromUtf8(bytes[good..], out _, out int length);
            if (status != OperationStatus.Done)
            {
                break;
            }

            good += length;
        }

        unfinished = status == OperationStatus.NeedMoreData;
        return good;
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        int lastLineEnd = bytes.LastIndexOf((byte)'\n');
        if (lastLineEnd >= 0)
        {
            _line += bytes.Count((byte)'\n');
            _lineStart = _position + lastLineEnd + 1;
        }

        _position += bytes.Length;
    }
}
