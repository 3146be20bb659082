using FineTune.Hub;
using FineTune.IO;
using FineTune.Tokenizers;

namespace FineTune;

/// <summary>
/// Finds the folder of what <c>from_pretrained</c> was given: a folder that exists, else a Hub repository, of which the files that the call
/// needs, and no others, are fetched first. The calls without Async wait; a folder needs no waiting.
/// </summary>
internal static class PretrainedFiles
{
    private const int ParallelShards = 8;
    private const string IndexSuffix = ".index.json";

    private static readonly string[] Weights =
        ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private static readonly string[] TokenizerFiles =
        [PretrainedConfig.FileName, "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"];

    public static ModelFolder Config(string nameOrPath, HubOptions? hub) => Wait(nameOrPath, hub, ConfigAsync);

    public static ModelFolder Tokenizer(string nameOrPath, HubOptions? hub) => Wait(nameOrPath, hub, TokenizerAsync);

    public static ModelFolder Model(string nameOrPath, FromPretrainedOptions options) =>
        Wait(nameOrPath, options, (name, _, token) => ModelAsync(name, options, token));

    public static Task<ModelFolder> ConfigAsync(string nameOrPath, HubOptions? hub, CancellationToken cancellationToken) =>
        FindAsync(nameOrPath, hub, "config", (files, token) => FetchConfigAndInputsAsync(files, nameOrPath, token), cancellationToken);

    public static Task<ModelFolder> TokenizerAsync(string nameOrPath, HubOptions? hub, CancellationToken cancellationToken) =>
        FindAsync(nameOrPath, hub, "tokenizer", (files, token) => FetchTokenizerAsync(files, nameOrPath, token), cancellationToken);

    public static Task<ModelFolder> ModelAsync(string nameOrPath, FromPretrainedOptions options, CancellationToken cancellationToken) =>
        FindAsync(nameOrPath, options, "model", (files, token) => FetchModelAsync(files, nameOrPath, options.Config, token), cancellationToken);

    // A thread of its own, so that a caller with a message loop cannot wait for itself.
    private static ModelFolder Wait(
        string nameOrPath, HubOptions? hub, Func<string, HubOptions?, CancellationToken, Task<ModelFolder>> find) =>
        ModelFolder.FindLocal(nameOrPath, hub?.Subfolder ?? string.Empty)
        ?? Task.Run(() => find(nameOrPath, hub, CancellationToken.None)).GetAwaiter().GetResult();

    private static async Task<ModelFolder> FindAsync(
        string nameOrPath, HubOptions? hub, string fileType, Func<HubModelFiles, CancellationToken, Task> fetch, CancellationToken cancellationToken)
    {
        hub ??= new();
        if (ModelFolder.FindLocal(nameOrPath, hub.Subfolder) is { } local)
        {
            return local;
        }

        if (HubNames.ProblemOfRepoId(nameOrPath) is { } problem)
        {
            Throw.NoModelFolder(nameOrPath, problem);
        }

        try
        {
            HubOptions options = hub with { UserAgent = ["file_type/" + fileType, "from_auto_class/True"] };
            using HubModelFiles files = await HubModelFiles.OpenAsync(nameOrPath, options, cancellationToken);
            await fetch(files, cancellationToken);
            return files.ToFolder(nameOrPath);
        }
        catch (HubException error)
        {
            throw HubModelErrors.Of(error, nameOrPath, hub);
        }
    }

    private static async Task FetchConfigAndInputsAsync(HubModelFiles files, string nameOrPath, CancellationToken cancellationToken)
    {
        _ = await FetchConfigAsync(files, nameOrPath, cancellationToken);
        await files.FetchListedAsync(SavedInputs.FileName, cancellationToken);
    }

    private static async Task<string> FetchConfigAsync(HubModelFiles files, string nameOrPath, CancellationToken cancellationToken) =>
        await files.FindAsync(PretrainedConfig.FileName, cancellationToken) is { } path
            ? path
            : files.IsUncertain ? throw HubModelErrors.NotCached(nameOrPath, PretrainedConfig.FileName, files.Endpoint)
            : Throw.NoModelFile(files.ToFolder(nameOrPath), PretrainedConfig.FileName);

    private static async Task FetchTokenizerAsync(HubModelFiles files, string nameOrPath, CancellationToken cancellationToken)
    {
        foreach (string name in TokenizerFiles)
        {
            await files.FindAsync(name, cancellationToken);
        }

        bool isThere = false;
        foreach (string name in TokenizerFolder.VocabularyNames)
        {
            isThere = await files.FindAsync(name, cancellationToken) is not null;
            if (isThere && name == "vocab.json")
            {
                await files.FindAsync("merges.txt", cancellationToken);
            }

            if (isThere)
            {
                break;
            }
        }

        if (!isThere)
        {
            throw files.IsUncertain
                ? HubModelErrors.NotCached(nameOrPath, "tokenizer.json", files.Endpoint)
                : HubModelErrors.NoTokenizer(files.ToFolder(nameOrPath));
        }
    }

    // The configuration says whether the model can be made at all, before hundreds of megabytes are fetched.
    private static async Task FetchModelAsync(HubModelFiles files, string nameOrPath, PretrainedConfig? given, CancellationToken cancellationToken)
    {
        PretrainedConfig config = given
            ?? AutoConfig.FromFile(await FetchConfigAsync(files, nameOrPath, cancellationToken), nameOrPath, overrides: null);
        foreach (string name in config.WeightsFile is { } only ? [CheckpointFiles.Checked(files.ToFolder(nameOrPath), only)] : Weights)
        {
            if (await files.FindAsync(name, cancellationToken) is { } path)
            {
                await FetchShardsAsync(files, nameOrPath, path, cancellationToken);
                return;
            }
        }

        if (files.IsUncertain)
        {
            throw HubModelErrors.NotCached(nameOrPath, config.WeightsFile ?? Weights[0], files.Endpoint);
        }

        Throw.NoWeights(files.ToFolder(nameOrPath), config.WeightsFile);
    }

    private static async Task FetchShardsAsync(HubModelFiles files, string nameOrPath, string path, CancellationToken cancellationToken)
    {
        if (!path.EndsWith(IndexSuffix, StringComparison.Ordinal))
        {
            return;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = ParallelShards, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            SafetensorsIndex.Load(path).WeightMap.Values.Distinct(StringComparer.Ordinal),
            options,
            async (shard, token) => _ = await files.FindAsync(shard, token)
                ?? (files.IsUncertain
                    ? throw HubModelErrors.NotCached(nameOrPath, shard, files.Endpoint)
                    : Throw.NoModelFile(files.ToFolder(nameOrPath), shard)));
    }
}
