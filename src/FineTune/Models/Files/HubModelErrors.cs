using FineTune.Hub;
using FineTune.Tokenizers;

namespace FineTune;

/// <summary>What goes wrong on the Hub, said of a model, in the words that users of the reference search for.</summary>
internal static class HubModelErrors
{
    /// <summary>Says of an error which model it is about, and what the name could have been.</summary>
    public static HubException Of(HubException error, string nameOrPath, HubOptions hub)
    {
        string endpoint = HubHttp.EndpointOf(hub, HubEnvironment.Process);
        return error switch
        {
            GatedRepoException => error,
            RepositoryNotFoundException e => new RepositoryNotFoundException(
                $"\"{nameOrPath}\" is not a local folder (looked for {Path.GetFullPath(nameOrPath)}) and is not a valid model identifier listed on " +
                $"{endpoint}/models. {e.Message}",
                e.StatusCode,
                e.RequestId),
            RevisionNotFoundException e => new RevisionNotFoundException(
                $"\"{hub.Revision}\" is not a valid git identifier (branch name, tag name or commit id) that exists for this model name. Check the " +
                $"page {endpoint}/{nameOrPath} for available revisions. {e.Message}",
                e.StatusCode,
                e.RequestId),
            LocalEntryNotFoundException e => new LocalEntryNotFoundException(
                $"We couldn't connect to '{endpoint}' to load the files, and couldn't find them in the cached files. \"{nameOrPath}\" is no local " +
                $"folder either (looked for {Path.GetFullPath(nameOrPath)}). {e.Message}",
                e),
            _ => error,
        };
    }

    public static LocalEntryNotFoundException NotCached(string nameOrPath, string file, string endpoint) => new(
        $"\"{file}\" of model \"{nameOrPath}\" is not on this computer, and the Hub at {endpoint} was not or could not be asked. Download the model once " +
        $"where there is a network (\"finetune download {nameOrPath}\"), or copy the cache.");

    public static FileNotFoundException NoTokenizer(ModelFolder folder) => new(
        $"\"{folder.NameOrPath}\" does not appear to have a file named {string.Join(", ", TokenizerFolder.VocabularyNames[..^1])} or " +
        $"{TokenizerFolder.VocabularyNames[^1]}; {Throw.Has(folder)}. Name another repository " +
        "or folder for the tokenizer.");
}
