namespace FineTune.Testing;

/// <summary>What a test may want otherwise than the real Hub has it. Read anew by every request.</summary>
public sealed class HubSettings
{
    /// <summary>Gets or sets how many entries of a listing come at once.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Gets or sets the size in bytes above which a file is a large one whatever its name.</summary>
    public long LargeFileThreshold { get; set; } = 10 << 20;

    /// <summary>Gets or sets the size in bytes above which a large file is uploaded in parts.</summary>
    public long MultipartThreshold { get; set; } = 5_000_000_000;

    /// <summary>Gets or sets the size in bytes of such a part.</summary>
    public long PartSize { get; set; } = 16_000_000;

    /// <summary>Gets or sets the size in bytes that a file inside a commit's body may have.</summary>
    public long RegularFileLimit { get; set; } = 10 << 20;

    /// <summary>Gets or sets how long a signed URL is good for.</summary>
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets whether small files are answered with a redirect to a relative <c>/api/resolve-cache/</c> URL.</summary>
    public bool ResolvesThroughCache { get; set; } = true;

    /// <summary>Gets or sets whether large files are also offered by the chunk store, which a client may ignore.</summary>
    public bool AdvertisesXet { get; set; }

    /// <summary>Gets or sets whether answers say how many requests are left.</summary>
    public bool SendsRateLimits { get; set; } = true;

    /// <summary>Gets or sets the address to write into upload and commit URLs in place of our own, which the client must map back.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Gets the names from before there were owners, and what they became: <c>bert-base-uncased</c>.</summary>
    public Dictionary<string, string> CanonicalModels { get; } = new()
    {
        ["bert-base-uncased"] = "google-bert/bert-base-uncased",
        ["bert-base-cased"] = "google-bert/bert-base-cased",
        ["distilbert-base-uncased"] = "distilbert/distilbert-base-uncased",
        ["roberta-base"] = "FacebookAI/roberta-base",
        ["xlm-roberta-base"] = "FacebookAI/xlm-roberta-base",
        ["albert-base-v2"] = "albert/albert-base-v2",
    };

    /// <summary>Gets the same of data sets: <c>imdb</c>.</summary>
    public Dictionary<string, string> CanonicalDatasets { get; } = new()
    {
        ["imdb"] = "stanfordnlp/imdb",
        ["glue"] = "nyu-mll/glue",
        ["ag_news"] = "fancyzhx/ag_news",
        ["emotion"] = "dair-ai/emotion",
        ["sst2"] = "stanfordnlp/sst2",
        ["rotten_tomatoes"] = "cornell-movie-review-data/rotten_tomatoes",
    };
}
