namespace FineTune;

/// <summary>What a repository of the Hub holds.</summary>
public enum RepoType
{
    /// <summary>A model: <c>huggingface.co/org/name</c>.</summary>
    Model,

    /// <summary>A data set: <c>huggingface.co/datasets/org/name</c>.</summary>
    Dataset,

    /// <summary>A demo application: <c>huggingface.co/spaces/org/name</c>.</summary>
    Space,
}
