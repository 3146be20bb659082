using FineTune.Hub;

namespace FineTune.Tests.Hub.Cache;

public sealed class CacheLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger _logger = new();
    private readonly SummedTime _time = new();

    private string LockFile => _folder.File(".locks", "models--org--tiny", "abc.lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lock_keeps_others_out_until_it_is_given_up_and_its_file_stays()
    {
        CacheLock first = await AcquireAsync();
        Task<CacheLock> second = AcquireAsync();
        while (_time.Waited == TimeSpan.Zero)
        {
            await Task.Yield();
        }

        bool waited = !second.IsCompleted;
        first.Dispose();
        using CacheLock held = await second;

        Assert.True(waited);
        Assert.True(first.Excludes);
        Assert.True(held.Excludes);
        Assert.Equal(0, new FileInfo(LockFile).Length);
    }

    [Fact]
    public async Task After_ten_seconds_the_file_that_is_waited_for_is_named()
    {
        using CacheLock first = await AcquireAsync();
        using CancellationTokenSource stop = new();
        Task<CacheLock> second = AcquireAsync(stop.Token);
        while (_logger.Messages.IsEmpty)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Contains(LockFile, _logger.Messages.First());
        Assert.Contains("10 s so far", _logger.Messages.First());
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_is_done_without()
    {
        _folder.Write(".locks", "a file where a folder was expected");

        using CacheLock held = await AcquireAsync();

        Assert.False(held.Excludes);
    }

    [Fact]
    public async Task The_lock_file_is_open_to_the_group()
    {
        using CacheLock held = await AcquireAsync();

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(LockFile) == (UnixFileMode)0b110_110_100);
    }

    private Task<CacheLock> AcquireAsync(CancellationToken cancellationToken = default) => CacheLock.AcquireAsync(LockFile, _logger, _time, cancellationToken);
}
