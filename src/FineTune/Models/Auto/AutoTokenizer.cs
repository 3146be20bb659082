using FineTune.IO;

namespace FineTune;

/// <summary>Loads the tokenizer of a model, by the same folder or name as the model.</summary>
public static class AutoTokenizer
{
    /// <summary>Reads a tokenizer from a folder or from the Hub.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with the tokenizer's files, one of these, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">What to set otherwise than the files say; or null.</param>
    /// <param name="hub">Revision, subfolder, token and how the Hub is reached; or null.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, and no model can have that name.</exception>
    /// <exception cref="HubException">The Hub has no such model or revision, refuses it, or cannot be reached and the cache has not got it.</exception>
    /// <exception cref="FileNotFoundException">The repository has no tokenizer.</exception>
    /// <exception cref="TokenizerException">A file is missing, damaged, or of a kind that is not supported.</exception>
    /// <remarks>Of a repository the tokenizer's files are fetched, and none of the weights.</remarks>
    public static PreTrainedTokenizer FromPretrained(
        string pretrainedModelNameOrPath, TokenizerOptions? options = null, HubOptions? hub = null) =>
        File.Exists(pretrainedModelNameOrPath)
            ? PreTrainedTokenizer.FromPretrained(pretrainedModelNameOrPath, options)
            : Load(PretrainedFiles.Tokenizer(pretrainedModelNameOrPath, hub), options, hub);

    /// <summary>Reads a tokenizer from a folder or from the Hub, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="hub"><inheritdoc cref="FromPretrained" path="/param[@name='hub']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static async Task<PreTrainedTokenizer> FromPretrainedAsync(
        string pretrainedModelNameOrPath,
        TokenizerOptions? options = null,
        HubOptions? hub = null,
        CancellationToken cancellationToken = default) =>
        File.Exists(pretrainedModelNameOrPath)
            ? PreTrainedTokenizer.FromPretrained(pretrainedModelNameOrPath, options)
            : Load(await PretrainedFiles.TokenizerAsync(pretrainedModelNameOrPath, hub, cancellationToken), options, hub);

    private static PreTrainedTokenizer Load(ModelFolder folder, TokenizerOptions? options, HubOptions? hub)
    {
        // A vocabulary may be any text, so a pointer would load as one of three odd words.
        CheckContent(folder, isJson: false, "vocab.txt");
        try
        {
            return folder.IsLocal
                ? PreTrainedTokenizer.FromPretrained(folder.Path, options)
                : PreTrainedTokenizer.FromHub(folder.Path, folder.NameOrPath, options, hub?.LocalFilesOnly ?? false);
        }
        catch (TokenizerException)
        {
            CheckContent(folder, isJson: true, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", PretrainedConfig.FileName);
            throw;
        }
    }

    private static void CheckContent(ModelFolder folder, bool isJson, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (folder.TryFind(name, out string? path) && FileDisguise.OfText(path, isJson) is { } disguise)
            {
                _ = Throw.DisguisedFile<string>(path, disguise);
            }
        }
    }
}
