using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <summary>A large file's bytes, which git knows only by a pointer.</summary>
/// <param name="Sha256">Their SHA-256, 64 hexadecimal digits.</param>
/// <param name="Size">How many they are.</param>
/// <param name="PointerSize">How many the pointer has; null where the Hub does not say.</param>
public sealed record BlobLfsInfo(string Sha256, long Size, long? PointerSize = null)
{
    internal static BlobLfsInfo? Read(JsonNode? json) => (json.Text("oid") ?? json.Text("sha256")) is { } hash && json.Whole("size") is { } size
        ? new(hash, size, json.Whole("pointerSize"))
        : null;
}
