using FineTune.Hub;

namespace FineTune.Data;

/// <summary>The configuration that is pushed to, checked as far as that goes without the Hub.</summary>
internal sealed record PushedConfig
{
    public const string Default = "default";

    /// <param name="name">Its name.</param>
    /// <param name="options">The caller's wishes.</param>
    /// <param name="features">What the columns hold.</param>
    /// <param name="replacesOthers">Whether the splits it has already go.</param>
    /// <exception cref="ArgumentException">The name or the folder cannot be.</exception>
    public PushedConfig(string name, PushDatasetOptions options, Features features, bool replacesOthers)
    {
        // A configuration "data" would share its folder with "default".
        if (string.IsNullOrWhiteSpace(name) || name == "data" || name.AsSpan().ContainsAny(@"<>:/\|?*"))
        {
            throw DataError.BadPushedConfig(name);
        }

        Name = name;
        IsSetDefault = options.SetDefault;
        DataDir = RepoPath.OfFile((options.DataDir ?? (name == Default ? "data" : name)).TrimEnd('/'));
        Features = features;
        ReplacesOthers = replacesOthers;
    }

    public string Name { get; }

    /// <summary>Gets whether it is to be marked as the one that is loaded when none is named.</summary>
    public bool IsSetDefault { get; }

    public string DataDir { get; }

    public Features Features { get; }

    public bool ReplacesOthers { get; }

    /// <summary>Gets what the names of a split's files begin with.</summary>
    public string PathOf(string split) => $"{DataDir}/{split}-";
}
