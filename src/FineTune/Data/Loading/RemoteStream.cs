using FineTune.Hub;

namespace FineTune.Data;

/// <summary>
/// A file on a server, read as it is needed and kept nowhere. Reading on goes on with one answer; after a jump only what is asked for is fetched,
/// so that a parquet file's footer and columns cost what they hold. A connection that breaks is taken up again where it broke, and an answer that
/// is another part than was asked for, or of a file of another length, counts as one that broke.
/// </summary>
internal sealed class RemoteStream(HubHttp http, HubRequest request, long length) : Stream
{
    private const int Attempts = 20;
    private const int SmallestRange = 1 << 16;

    private HttpResponseMessage? _response;
    private AnswerBody? _body;
    private long _bodyPosition;
    private long _bodyEnd;
    private long _readTo = -1;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _position >= length)
        {
            return 0;
        }

        for (int attempt = 1; ; attempt++)
        {
            Exception? broken = null;
            try
            {
                int count = await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count > 0)
                {
                    _position += count;
                    _readTo = _position;
                    return count;
                }
            }
            catch (Exception error) when (error is HubConnectionException or InvalidDataException || HubRetry.IsConnectionFailure(error))
            {
                broken = error;
                HangUp();
            }

            if (attempt == Attempts)
            {
                throw DataError.StreamEnded(request.Url, _position, length, broken);
            }

            await http.WaitAsync(TimeSpan.FromSeconds(attempt == 1 ? 0 : 1), cancellationToken).ConfigureAwait(false);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            HangUp();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads some bytes; none where an answer ends, be it the whole of what was asked for or not.</summary>
    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_body is null || _bodyPosition != _position || _bodyPosition >= _bodyEnd)
        {
            await OpenAsync(buffer.Length, cancellationToken).ConfigureAwait(false);
        }

        Memory<byte> wanted = buffer[..(int)Math.Min(buffer.Length, _bodyEnd - _bodyPosition)];
        int count = await _body!.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
        _bodyPosition += count;
        if (count == 0)
        {
            HangUp();
        }

        return count;
    }

    private async Task OpenAsync(int wanted, CancellationToken cancellationToken)
    {
        HangUp();
        long last = Math.Min(length, _position + Math.Max(wanted, SmallestRange)) - 1;
        string range = _position == _readTo ? $"bytes={_position}-" : $"bytes={_position}-{last}";
        _response = await http.SendAsync(request with { Headers = [new("Range", range)] }, cancellationToken).ConfigureAwait(false);
        _body = AnswerBody.Of(_response, HubText.Shown(request.Url), _position);
        if (_body.StartsElsewhere)
        {
            throw new InvalidDataException("another part of the file came than was asked for");
        }

        if (_body.Total is { } total && total != length)
        {
            throw new InvalidDataException($"the file has {total} bytes now");
        }

        _bodyPosition = _body.Continues ? _position : 0;
        _bodyEnd = Math.Min(length, _body.End ?? length);
        while (_bodyPosition < _position)
        {
            // The server sends everything whatever was asked for.
            byte[] passed = new byte[Math.Min(1 << 16, _position - _bodyPosition)];
            int count = await _body.ReadAsync(passed, cancellationToken).ConfigureAwait(false);
            _bodyPosition += count > 0 ? count : throw new HttpIOException(HttpRequestError.ResponseEnded);
        }
    }

    private void HangUp()
    {
        _response?.Dispose();
        _body = null;
        _response = null;
    }
}
