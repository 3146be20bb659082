namespace FineTune;

/// <summary>Whether <c>load_dataset</c> uses the files that were downloaded before.</summary>
public enum DownloadMode
{
    /// <summary>Files of the cache are used.</summary>
    ReuseDatasetIfExists,

    /// <summary>The same: the reference would prepare the data anew, which happens on every load here.</summary>
    ReuseCacheIfExists,

    /// <summary>Every file is downloaded again.</summary>
    ForceRedownload,
}
