using System.Runtime.InteropServices;

namespace FineTune.Hub;

/// <summary>Bytes in memory.</summary>
internal sealed class BytesSource(ReadOnlyMemory<byte> bytes) : UploadSource
{
    public override UploadContent Begin(string pathInRepo) => new Content(bytes, pathInRepo);

    private sealed class Content(ReadOnlyMemory<byte> bytes, string pathInRepo)
        : UploadContent(pathInRepo, bytes.Length, bytes[..Math.Min(bytes.Length, SampleLength)].ToArray())
    {
        public override Stream Open()
        {
            ArraySegment<byte> array = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) ? segment : bytes.ToArray();
            return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        }
    }
}
