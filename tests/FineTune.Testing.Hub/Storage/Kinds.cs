namespace FineTune.Testing.Storage;

/// <summary>How URLs and bodies spell a <see cref="RepositoryKind"/>.</summary>
internal static class Kinds
{
    public static string Plural(this RepositoryKind kind) => kind.Singular() + "s";

    public static string Singular(this RepositoryKind kind) => kind switch
    {
        RepositoryKind.Dataset => "dataset",
        RepositoryKind.Space => "space",
        _ => "model",
    };

    /// <summary>What stands before the id in the URL of a page or file.</summary>
    public static string Prefix(this RepositoryKind kind) => kind == RepositoryKind.Model ? "" : kind.Plural() + "/";

    public static RepositoryKind? FromPlural(string word) => word switch
    {
        "models" => RepositoryKind.Model,
        "datasets" => RepositoryKind.Dataset,
        "spaces" => RepositoryKind.Space,
        _ => null,
    };

    public static RepositoryKind FromSingular(string? word) => FromPlural((word ?? "model") + "s") ?? throw new Server.Rejection(400, $"Unknown repo type {word}");
}
