namespace FineTune;

/// <summary>Loads the tokenizer of a model, by the same folder or model id as the model.</summary>
public static class AutoTokenizer
{
    /// <summary>Reads a tokenizer from a folder or from the local cache.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with the tokenizer's files, or the id of a model in the local cache.</param>
    /// <param name="options">What to set otherwise than the files say; or null.</param>
    /// <param name="revision">Which version of a cached model: a branch, a tag or a commit. Default "main".</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder and no such model in the cache.</exception>
    /// <exception cref="TokenizerException">A file is missing, damaged, or of a kind that is not supported.</exception>
    public static PreTrainedTokenizer FromPretrained(
        string pretrainedModelNameOrPath, TokenizerOptions? options = null, string revision = "main") =>
        PreTrainedTokenizer.FromPretrained(
            File.Exists(pretrainedModelNameOrPath)
                ? pretrainedModelNameOrPath
                : ModelFolder.Resolve(pretrainedModelNameOrPath, revision).Path,
            options);
}
