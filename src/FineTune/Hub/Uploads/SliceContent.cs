using System.Net;

namespace FineTune.Hub;

/// <summary>A body that is a piece of a file, read while it is sent.</summary>
/// <param name="content">The file.</param>
/// <param name="start">The first byte.</param>
/// <param name="length">How many bytes.</param>
/// <param name="sent">Is told how many bytes of the piece were sent.</param>
internal sealed class SliceContent(UploadContent content, long start, long length, Action<long>? sent) : HttpContent
{
    private const int BufferSize = 1 << 17;

    protected override bool TryComputeLength(out long result)
    {
        result = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream file = content.Open();
        file.Seek(start, SeekOrigin.Begin);
        byte[] buffer = new byte[(int)Math.Min(length, BufferSize)];
        for (long done = 0; done < length;)
        {
            Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - done));
            await file.ReadExactlyAsync(piece, cancellationToken);
            await stream.WriteAsync(piece, cancellationToken);
            sent?.Invoke(done += piece.Length);
        }
    }
}
