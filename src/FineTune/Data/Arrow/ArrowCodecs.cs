using Apache.Arrow.Ipc;
using ZstdSharp;

namespace FineTune.Data;

/// <summary>
/// Unpacks the buffers of Arrow files. Arrow's own package reads LZ4 as a stream, which never ends on some damaged files; these unpack into
/// the room there is.
/// </summary>
internal sealed class ArrowCodecs : ICompressionCodecFactory
{
    public ICompressionCodec CreateCodec(CompressionCodecType compressionCodecType) => compressionCodecType switch
    {
        CompressionCodecType.Lz4Frame => new Lz4(),
        CompressionCodecType.Zstd => new Zstd(),
        _ => throw new NotSupportedException($"it is packed by {compressionCodecType}; write it again with lz4 or zstd"),
    };

    private sealed class Lz4 : ICompressionCodec
    {
        public int Decompress(ReadOnlyMemory<byte> source, Memory<byte> destination) => Lz4Frame.Unpack(source.Span, destination.Span);

        public void Dispose()
        {
        }
    }

    private sealed class Zstd : ICompressionCodec
    {
        private readonly Decompressor _decompressor = new();

        public int Decompress(ReadOnlyMemory<byte> source, Memory<byte> destination) => _decompressor.Unwrap(source.Span, destination.Span);

        public void Dispose() => _decompressor.Dispose();
    }
}
