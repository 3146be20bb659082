namespace FineTune.Hub;

/// <summary>Tells how far a file has come, a few times a second.</summary>
internal sealed class ProgressReport(IProgress<TransferProgress>? progress, string file, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long? _last;

    public void Moved(long done, long? total)
    {
        if (progress is not null && (_last is not { } last || time.GetElapsedTime(last) >= Interval))
        {
            _last = time.GetTimestamp();
            progress.Report(new(file, done, total));
        }
    }

    public void Finished(long size) => progress?.Report(new(file, size, size, IsFinished: true));
}
