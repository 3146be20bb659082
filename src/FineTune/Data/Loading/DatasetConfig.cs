using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <summary>A configuration of a data set, as its README.md writes it: which files, and how to read them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataFiles">Its files, below <paramref name="DataDir"/>; null: found by their names.</param>
/// <param name="DataDir">Its folder; null: the root.</param>
/// <param name="IsDefault">Whether it is marked as the one to load when none is named.</param>
/// <param name="Features">What its columns hold, or null.</param>
/// <param name="Options">What the reader shall know.</param>
internal sealed record DatasetConfig(
    string Name, DataFiles? DataFiles = null, string? DataDir = null, bool IsDefault = false, Features? Features = null, JsonObject? Options = null);
