using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <summary>What the Hub says about a repository at one revision. What it left out is null.</summary>
public sealed record RepoInfo
{
    /// <summary>Gets the repository's real name, whatever (older) name it was asked for by.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the commit of the revision that was asked for, 40 hexadecimal digits.</summary>
    public string? Sha { get; init; }

    /// <summary>Gets whether only its owners may see it.</summary>
    public bool Private { get; init; }

    /// <summary>Gets how access to the files is granted, <c>auto</c> or <c>manual</c>; null where everybody has it.</summary>
    public string? Gated { get; init; }

    /// <summary>Gets whether the Hub has disabled it.</summary>
    public bool Disabled { get; init; }

    /// <summary>Gets the owner.</summary>
    public string? Author { get; init; }

    /// <summary>Gets the tags, such as <c>license:mit</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the metadata at the head of README.md.</summary>
    public JsonNode? CardData { get; init; }

    /// <summary>Gets the files.</summary>
    public IReadOnlyList<RepoSibling> Siblings { get; init; } = [];

    /// <summary>Gets when it was last changed.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the library a model is for, such as <c>transformers</c>.</summary>
    public string? LibraryName { get; init; }

    /// <summary>Gets a model's task, such as <c>text-classification</c>.</summary>
    public string? PipelineTag { get; init; }

    /// <summary>Gets how often it was downloaded in the last 30 days.</summary>
    public long? Downloads { get; init; }

    /// <summary>Gets how many people like it.</summary>
    public long? Likes { get; init; }

    internal static RepoInfo? Read(JsonNode? json) => (json.Text("id") ?? json.Text("modelId")) is not { } id ? null : new()
    {
        Id = id,
        Sha = json.Text("sha"),
        Private = json.Flag("private"),
        Gated = json.Text("gated"),
        Disabled = json.Flag("disabled"),
        Author = json.Text("author"),
        Tags = json.Texts("tags"),
        CardData = json.At("cardData")?.DeepClone(),
        Siblings = [.. json.Items("siblings").Select(RepoSibling.Read).OfType<RepoSibling>()],
        LastModified = json.Time("lastModified"),
        CreatedAt = json.Time("createdAt"),
        LibraryName = json.Text("library_name"),
        PipelineTag = json.Text("pipeline_tag"),
        Downloads = json.Whole("downloads"),
        Likes = json.Whole("likes"),
    };
}
