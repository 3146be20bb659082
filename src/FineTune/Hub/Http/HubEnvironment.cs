using System.Globalization;
using System.Text.RegularExpressions;

namespace FineTune.Hub;

/// <summary>The environment variables that the reference's Hub client reads, with its defaults. An empty variable counts as unset.</summary>
internal sealed partial class HubEnvironment
{
    private readonly Func<string, string?> _variable;
    private readonly bool? _isOffline;

    /// <param name="variable">Looks a variable up; null: in the process's environment.</param>
    public HubEnvironment(Func<string, string?>? variable = null)
    {
        _variable = variable ?? Environment.GetEnvironmentVariable;
    }

    private HubEnvironment(Func<string, string?> variable, bool isOffline)
    {
        _variable = variable;
        _isOffline = isOffline;
    }

    /// <summary>Gets the process's own environment.</summary>
    public static HubEnvironment Process { get; } = new();

    /// <summary>Gets the Hub's address, without a slash at its end and without user and password, which no request carries.</summary>
    public string Endpoint => HubText.WithoutUser(Variable("HF_ENDPOINT") ?? HubOrigins.DefaultEndpoint).TrimEnd('/');

    /// <summary>Gets the root of token, file cache and prepared data sets.</summary>
    public string HfHome => PathOf("HF_HOME") ?? Path.Combine(PathOf("XDG_CACHE_HOME") ?? Path.Combine(UserHome, ".cache"), "huggingface");

    /// <summary>Gets the folder of the file cache.</summary>
    public string HubCache => PathOf("HF_HUB_CACHE") ?? PathOf("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(HfHome, "hub");

    /// <summary>Gets the folder of prepared data sets.</summary>
    public string DatasetsCache => PathOf("HF_DATASETS_CACHE") ?? Path.Combine(HfHome, "datasets");

    /// <summary>Gets the folder of data files that come from elsewhere than the Hub.</summary>
    public string DownloadedDatasets => PathOf("HF_DATASETS_DOWNLOADED_DATASETS_PATH") ?? Path.Combine(DatasetsCache, "downloads");

    /// <summary>Gets the file of the token in use.</summary>
    public string TokenPath => PathOf("HF_TOKEN_PATH") ?? Path.Combine(HfHome, "token");

    /// <summary>Gets the file of all tokens that were logged in with.</summary>
    public string StoredTokensPath => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(TokenPath))!, "stored_tokens");

    /// <summary>Gets whether a token is sent only to a caller who gave one.</summary>
    public bool DisableImplicitToken => IsTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN");

    /// <summary>Gets whether no request may be made at all.</summary>
    public bool IsOffline => _isOffline ?? (IsTrue("HF_HUB_OFFLINE") || IsTrue("TRANSFORMERS_OFFLINE"));

    /// <summary>Gets the variables that say so, for messages.</summary>
    public string OfflineVariables => _isOffline is null ? "HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE" : "HF_DATASETS_OFFLINE";

    /// <summary>Gets how long the answer to a question about a file may take.</summary>
    public TimeSpan EtagTimeout => Seconds("HF_HUB_ETAG_TIMEOUT");

    /// <summary>Gets how long connecting, and each single read, of a download may take.</summary>
    public TimeSpan DownloadTimeout => Seconds("HF_HUB_DOWNLOAD_TIMEOUT");

    /// <summary>Gets whether the cache holds files in place of symbolic links.</summary>
    public bool DisableSymlinks => IsTrue("HF_HUB_DISABLE_SYMLINKS");

    /// <summary>Gets whether nothing is said about a file system without symbolic links.</summary>
    public bool DisableSymlinksWarning => IsTrue("HF_HUB_DISABLE_SYMLINKS_WARNING");

    /// <summary>Gets whether transfers show no progress.</summary>
    public bool DisableProgressBars => IsTrue("HF_HUB_DISABLE_PROGRESS_BARS");

    /// <summary>Gets whether what is done to the rows of data sets shows no progress.</summary>
    public bool DisableDatasetProgressBars => IsTrue("HF_DATASETS_DISABLE_PROGRESS_BARS") || DisableProgressBars;

    /// <summary>Gets whether the user agent says no more than program and versions.</summary>
    public bool DisableTelemetry => IsTrue("HF_HUB_DISABLE_TELEMETRY") || IsTrue("DISABLE_TELEMETRY") || IsTrue("DO_NOT_TRACK");

    /// <summary>Gets what the user agent names as the caller's origin, if anything.</summary>
    public string? UserAgentOrigin => Variable("HF_HUB_USER_AGENT_ORIGIN");

    /// <summary>Gets whether each request is logged as a curl line.</summary>
    public bool IsDebug => IsTrue("HF_DEBUG");

    private string UserHome => Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Gets this environment as data sets see it: HF_DATASETS_OFFLINE, if set, decides alone whether requests may be made.</summary>
    public HubEnvironment ForDatasets() =>
        Variable("HF_DATASETS_OFFLINE") is null ? this : new(_variable, IsTrue("HF_DATASETS_OFFLINE"));

    /// <summary>Gets a variable's value, or null when it is not set or empty.</summary>
    public string? Variable(string name) => _variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Puts the values of <c>~</c> at a path's beginning and of <c>$NAME</c> and <c>${NAME}</c> anywhere in their places.</summary>
    public string Expand(string path)
    {
        string expanded = VariablePattern().Replace(path, match => Variable(match.Groups[1].Value + match.Groups[2].Value) ?? match.Value);
        return expanded == "~" || expanded.StartsWith("~/", StringComparison.Ordinal) || expanded.StartsWith(@"~\", StringComparison.Ordinal)
            ? UserHome + expanded[1..]
            : expanded;
    }

    private string? PathOf(string name) => Variable(name) is { } path ? Expand(path) : null;

    private bool IsTrue(string name) => Variable(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private TimeSpan Seconds(string name) => Variable(name) is not { } text
        ? TimeSpan.FromSeconds(10)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"The environment variable {name} is \"{text}\", but a number of seconds was expected, such as 10.");

    [GeneratedRegex(@"\$(?:(\w+)|\{(\w+)\})", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();
}
