namespace FineTune;

/// <summary>How far the transfer of one file has come. Reported a few times a second at most, and once at the end.</summary>
/// <param name="FileName">The file's path inside its repository.</param>
/// <param name="BytesDone">Bytes that have arrived (or were sent), including those of an earlier attempt that is being continued.</param>
/// <param name="BytesTotal">The file's size in bytes, or null where the server does not say.</param>
/// <param name="IsUpload">Whether the file goes to the Hub instead of coming from it.</param>
/// <param name="IsFinished">Whether this is the last report of the file.</param>
public readonly record struct TransferProgress(string FileName, long BytesDone, long? BytesTotal, bool IsUpload = false, bool IsFinished = false)
{
    /// <summary>Gets whether the bytes were only read so far, to compute the hash that a large file is uploaded under.</summary>
    public bool IsHashing { get; init; }
}
