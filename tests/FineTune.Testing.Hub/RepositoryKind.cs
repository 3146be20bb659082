namespace FineTune.Testing;

/// <summary>What a repository of the stand-in holds.</summary>
public enum RepositoryKind
{
    Model,
    Dataset,
    Space,
}
