using FineTune.Hub;

namespace FineTune.Data;

/// <content>Data sets of the Hub that cannot be had. The first sentences are the reference's, for which users search.</content>
internal static partial class DataError
{
    public static DatasetNotFoundException DatasetNotFound(string id, Exception cause) => new(
        $"Dataset '{id}' doesn't exist on the Hub or cannot be accessed, and there is no folder of that name. {cause.Message}", cause);

    public static DatasetNotFoundException NoDatasetRevision(string id, string revision, Exception cause) => new(
        $"Revision '{revision}' doesn't exist for dataset '{id}' on the Hub. {cause.Message}", cause);

    public static DatasetNotFoundException GatedDataset(string id, string endpoint, bool isKnown, Exception cause) => new(
        $"Dataset '{id}' is a gated dataset on the Hub. "
        + (isKnown ? $"Visit the dataset page at {endpoint}/datasets/{id} to ask for access. " : "You must be authenticated to access it. ")
        + cause.Message, cause);

    public static LocalEntryNotFoundException DatasetNotReached(string id, Exception cause) => new(
        $"Couldn't reach '{id}' on the Hub ({cause.GetType().Name.Replace("Exception", string.Empty, StringComparison.Ordinal)}), and the cache has not got "
        + $"all of it. Load it once with a connection. {cause.Message}", cause);

    public static FileNotFoundException NotADataset(string path) => new(
        $"Couldn't find any data file at {Path.GetFullPath(path)}. \"{path}\" is no folder, and cannot be the id of a data set: {HubNames.ProblemOfRepoId(path)}. "
        + "Expected a folder, \"org/name\", or the name of a reader with DataFiles.", path);

    public static ArgumentException FilesOfOthers(string pattern, string id) => new(
        $"Data files don't belong to {id}: {Shown(pattern)}. Make sure the data files (also those of the config in README.md) are valid: paths relative to the "
        + "data set's root. For files of other places use a reader's name: LoadDataset(\"csv\", dataFiles: ...).");

    public static ArgumentException UnknownScheme(string address) => new(
        $"{HubText.Shown(address)} cannot be read: expected a path, https://... or hf://datasets/org/name/file.");

    public static ArgumentException SlicedStream(ReadInstruction split, IReadOnlyList<string> available) => new(
        $"Bad split: {split}. Available splits: {PythonList(available)}. A stream does not know how many rows it has: take whole splits, and Skip and Take "
        + "of the stream.");

    public static HubConnectionException StreamEnded(string url, long position, long length, Exception? cause) => new(
        $"{HubText.Shown(url)} broke off again and again at byte {position} of {length}{(cause is null ? string.Empty : $" ({cause.Message.TrimEnd('.')})")}. "
        + "Check the network, or load the data set without streaming.", cause);

    public static InvalidDataException NoLength(string url) => new(
        $"The server of {url} does not say how long the file is, so it cannot be streamed. Load it without streaming.");

    public static HubConnectionException DownloadBroken(string url, Exception cause) => new(
        $"{url} broke off again and again: {Sentence(cause.Message)} Check the network, or try again later.", cause);

    public static HubConnectionException UrlNotReached(string url, Exception cause) => new(
        $"{url} could not be downloaded, and there is no earlier copy: {cause.Message}", cause);

    /// <summary>A path or pattern as it is; of an address of the web, what is not secret.</summary>
    private static string Shown(string pattern) => pattern.StartsWith("http", StringComparison.OrdinalIgnoreCase) && pattern.Contains("://", StringComparison.Ordinal)
        ? HubText.Shown(pattern)
        : pattern;
}
