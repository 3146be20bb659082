using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Testing.Server;

/// <summary>What will be sent back.</summary>
internal sealed class Answer(int status, ReadOnlyMemory<byte> body = default)
{
    public int Status { get; } = status;

    public ReadOnlyMemory<byte> Body { get; } = body;

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets where in the file the body begins, for answers to a range.</summary>
    public long Start { get; init; }

    /// <summary>Gets whether the answer goes without a length, in chunks.</summary>
    public bool IsChunked { get; init; }

    public static Answer Json(JsonNode value, int status = 200) =>
        new(status, Encoding.UTF8.GetBytes(value.ToJsonString())) { Headers = { ["Content-Type"] = "application/json; charset=utf-8" } };

    public static Answer Text(string text, int status = 200) =>
        new(status, Encoding.UTF8.GetBytes(text)) { Headers = { ["Content-Type"] = "text/plain; charset=utf-8" } };

    public static Answer Redirect(string to, int status = 307) => new(status) { Headers = { ["Location"] = to } };

    /// <summary>The same answer with another body.</summary>
    public Answer With(ReadOnlyMemory<byte> body, bool isChunked = false) => new(Status, body) { Headers = Headers, Start = Start, IsChunked = isChunked };
}
