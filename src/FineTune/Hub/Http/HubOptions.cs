using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>
/// How the Hub is reached: what every function that may download or upload takes, with the reference's names. What is left out comes
/// from the environment variables that the reference reads too (HF_ENDPOINT, HF_TOKEN, HF_HUB_CACHE, HF_HUB_OFFLINE, ...).
/// </summary>
public record HubOptions
{
    /// <summary>
    /// Gets the Hub's address, without a slash at its end. Default null: HF_ENDPOINT, else https://huggingface.co. User and password in it are not sent.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the token: a text, <c>true</c>, <c>false</c>, or null (the default) for the one of this computer, if it has one.</summary>
    public HubToken? Token { get; init; }

    /// <summary>UseAuthToken is now Token.</summary>
    [Obsolete("UseAuthToken is now Token.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? UseAuthToken { get => null; init => _ = value; }

    /// <summary>Gets the branch, tag or commit. Default <c>main</c>.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Gets the folder inside the repository that all names start from. Default "", its root.</summary>
    public string Subfolder { get; init; } = string.Empty;

    /// <summary>Gets the folder that downloads are kept in. Default null: HF_HUB_CACHE, else <c>hub</c> in HF_HOME.</summary>
    public string? CacheDir { get; init; }

    /// <summary>Gets whether only what is on disk is used, without any request. Default false.</summary>
    public bool LocalFilesOnly { get; init; }

    /// <summary>Gets whether files are downloaded even where the cache has them. Default false.</summary>
    public bool ForceDownload { get; init; }

    /// <summary>Gets who carries the requests out: a proxy, a test, an <c>IHttpMessageHandlerFactory</c>'s. Default null: our own.</summary>
    /// <remarks>It must not follow redirects itself (<c>AllowAutoRedirect = false</c>), and is not disposed.</remarks>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Gets who is told how far each file has come. Default null: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Gets who is told of warnings and retries. Default null: nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Gets what the user agent says beyond program and versions, such as <c>file_type/model</c>.</summary>
    internal IReadOnlyList<string> UserAgent { get; init; } = [];

    /// <summary>Gets the whole path in the repository of a file below <see cref="Subfolder"/>.</summary>
    internal string PathOf(string file) => Subfolder.Length == 0 ? file : $"{Subfolder}/{file}";
}
