namespace FineTune.Hub;

/// <summary>Tells how far a file has come, a few times a second.</summary>
internal sealed class ProgressReport(IProgress<TransferProgress>? progress, string file, TimeProvider time, bool isUpload = false)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long? _last;

    public void Moved(long done, long? total) => Report(new(file, done, total, isUpload));

    /// <summary>Tells how much of a file was read to compute its hash; all of it is the last report.</summary>
    public void Hashed(long done, long total) => Report(new(file, done, total, isUpload, IsFinished: done == total) { IsHashing = true });

    public void Finished(long size) => progress?.Report(new(file, size, size, isUpload, IsFinished: true));

    private void Report(TransferProgress value)
    {
        if (progress is not null && (value.IsFinished || _last is not { } last || time.GetElapsedTime(last) >= Interval))
        {
            _last = time.GetTimestamp();
            progress.Report(value);
        }
    }
}
