using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>The body of a commit: a header, then a change a line. Small files are read and encoded while it is sent.</summary>
internal sealed class CommitContent : HttpContent
{
    /// <summary>A multiple of three bytes becomes a multiple of four characters, so pieces can be encoded one after another.</summary>
    private const int PieceSize = 3 << 15;

    private readonly List<(byte[] Before, UploadContent? File, byte[] After)> _lines = [];

    public CommitContent(string summary, string description, string? parentCommit)
    {
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        JsonObject header = new() { ["summary"] = summary, ["description"] = description };
        if (parentCommit is not null)
        {
            header["parentCommit"] = parentCommit;
        }

        Add("header", header);
    }

    /// <summary>Adds a file whose bytes go along.</summary>
    public void AddFile(UploadContent file) => _lines.Add((
        """{"key": "file", "value": {"content": """u8.ToArray().Append((byte)'"').ToArray(),
        file,
        Encoding.ASCII.GetBytes($"\", \"path\": {JsonText.WriteLine(file.PathInRepo)}, \"encoding\": \"base64\"}}}}\n")));

    /// <summary>Adds a file whose bytes the Hub has.</summary>
    public void AddLargeFile(string path, string sha256, long size) =>
        Add("lfsFile", new JsonObject { ["path"] = path, ["algo"] = "sha256", ["oid"] = sha256, ["size"] = size });

    /// <summary>Adds a deletion.</summary>
    public void AddDeletion(CommitOperationDelete deletion) => Add(
        deletion.IsFolder ? "deletedFolder" : "deletedFile", new JsonObject { ["path"] = deletion.IsFolder ? deletion.PathInRepo + "/" : deletion.PathInRepo });

    protected override bool TryComputeLength(out long length)
    {
        length = _lines.Sum(line => line.Before.Length + (((line.File?.Size ?? 0) + 2) / 3 * 4) + line.After.Length);
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach ((byte[] before, UploadContent? file, byte[] after) in _lines)
        {
            await stream.WriteAsync(before, cancellationToken);
            if (file is not null)
            {
                await WriteBase64Async(file, stream, cancellationToken);
            }

            await stream.WriteAsync(after, cancellationToken);
        }
    }

    private static async Task WriteBase64Async(UploadContent file, Stream stream, CancellationToken cancellationToken)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(PieceSize);
        byte[] text = ArrayPool<byte>.Shared.Rent(PieceSize / 3 * 4);
        try
        {
            file.ThrowIfChanged();
            await using Stream source = file.Open();
            for (long left = file.Size; left > 0;)
            {
                int count = (int)Math.Min(left, PieceSize);
                await source.ReadExactlyAsync(bytes.AsMemory(0, count), cancellationToken);
                left -= count;
                Base64.EncodeToUtf8(bytes.AsSpan(0, count), text, out _, out int written, isFinalBlock: left == 0);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken);
            }

            file.ThrowIfChanged();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private void Add(string key, JsonObject value) =>
        _lines.Add((Encoding.ASCII.GetBytes(JsonText.WriteLine(new JsonObject { ["key"] = key, ["value"] = value }) + "\n"), null, []));
}
