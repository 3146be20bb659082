using System.Net;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Pushes;

public sealed class PushQueueTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly SkippedTime _time = SkippedTime.Pauses;
    private readonly MemoryTarget _target = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly TaskCompletionSource _reached = new();
    private int _number;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_a_push_runs_a_newer_one_takes_the_place_of_the_one_that_waits()
    {
        PushQueue queue = Held();
        PushJob[] jobs = [Job("first"), Job("second"), Job("third"), Job("fourth")];
        queue.Add(jobs[0]);
        await _reached.Task;

        queue.Add(jobs[1]);
        queue.Add(jobs[2]);
        bool isGone = !Directory.Exists(jobs[1].Folder);
        queue.Add(jobs[3]);
        _gate.SetResult();
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal(["first", "fourth"], _target.Messages);
        Assert.True(isGone);
        Assert.Null(await jobs[2].End);
        Assert.NotNull(await jobs[3].End);
        Assert.Empty(queue.TakeReport().Failures);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path));
    }

    [Fact]
    public async Task What_may_not_give_way_is_pushed_in_order()
    {
        PushQueue queue = Held();
        queue.Add(Job("first", givesWay: false));
        await _reached.Task;

        queue.Add(Job("second", givesWay: false));
        queue.Add(Job("third"));
        queue.Add(Job("fourth", givesWay: false));
        _gate.SetResult();
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal(["first", "second", "third", "fourth"], _target.Messages);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(null)]
    public async Task What_may_pass_is_tried_again_less_and_less_often(HttpStatusCode? status)
    {
        _target.Before = (number, _, _) => number < 12
            ? throw (status is { } code ? new HfHubHttpException("no", code) : new HubConnectionException("no"))
            : Task.CompletedTask;
        PushQueue queue = new(_target, _time);
        PushJob job = Job("first");

        queue.Add(job);
        await job.End;

        Assert.Equal(["first"], _target.Messages);
        Assert.True(_time.Passed >= TimeSpan.FromSeconds(5 + 10 + 20 + 40 + (8 * 60)));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task What_stays_wrong_fails_at_once_and_the_next_is_pushed_all_the_same(HttpStatusCode status)
    {
        _target.Before = (_, message, _) => message == "first" ? throw new HfHubHttpException("no", status) : Task.CompletedTask;
        PushQueue queue = new(_target, _time);
        PushJob job = Job("first");

        queue.Add(job);
        await Assert.ThrowsAsync<HfHubHttpException>(() => job.End);
        queue.Add(Job("second"));
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal(["second"], _target.Messages);
        Assert.Equal("first", Assert.Single(queue.TakeReport().Failures).Message);
        Assert.Empty(queue.TakeReport().Failures);
        Assert.Equal(TimeSpan.Zero, _time.Passed);
    }

    [Fact]
    public async Task What_cannot_be_sent_gives_way_to_what_is_newer()
    {
        TaskCompletionSource added = new();
        _target.Before = async (_, message, _) =>
        {
            _reached.TrySetResult();
            await added.Task;
            _ = message == "first" ? throw new HubConnectionException("no") : 0;
        };
        PushQueue queue = new(_target, _time);
        PushJob first = Job("first");
        queue.Add(first);
        await _reached.Task;

        queue.Add(Job("second"));
        added.SetResult();
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal(["second"], _target.Messages);
        Assert.Null(await first.End);
        Assert.Empty(queue.TakeReport().Failures);
    }

    [Fact]
    public async Task A_push_without_an_answer_is_given_up_when_nothing_moves_any_more()
    {
        _target.Before = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        PushQueue queue = new(_target, new SkippedTime(PushQueue.Patience));
        queue.Add(Job("first"));
        queue.Add(Job("second", givesWay: false));

        await queue.SettleAsync(CancellationToken.None);

        IReadOnlyList<PushFailure> failures = queue.TakeReport().Failures;
        Assert.Equal(["first", "second"], failures.Select(failure => failure.Message));
        Assert.All(failures, failure => Assert.Equal("Nothing has been sent for 600 seconds.", failure.Exception.Message));
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path));
    }

    [Fact]
    public async Task A_push_that_is_refused_again_and_again_is_given_up_after_ten_minutes_however_often_the_same_is_sent()
    {
        _target.Before = (_, message, _) => message == "second" ? throw new HubConnectionException("It broke.") : Task.CompletedTask;
        string folder = Folder();
        PushQueue queue = new(_target, _time);
        queue.Add(new PushJob(folder, [new PushPart(folder, null, "first"), new PushPart(folder, null, "second")], givesWay: true, isAwaited: false));

        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal("It broke.", Assert.Single(queue.TakeReport().Failures).Exception.Message);
        Assert.Equal(["first"], _target.Messages);
        Assert.True(_time.Passed >= PushQueue.Patience);
    }

    [Fact]
    public void Bytes_count_as_progress_only_beyond_what_was_sent_before()
    {
        PushJob job = Job("first");

        Assert.Equal([true, true, false, false, true, true], new[] { ("a", 5), ("a", 9), ("a", 3), ("a", 9), ("a", 10), ("b", 1) }
            .Select(sent => job.Sent(new TransferProgress(sent.Item1, sent.Item2, 100, IsUpload: true))));
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_interrupted_and_what_comes_later_is_pushed()
    {
        _target.Before = (number, _, cancellation) => number == 0 ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
        using CancellationTokenSource interruption = new();
        PushQueue queue = new(_target, _time);
        queue.Add(Job("first"));

        Task settled = queue.SettleAsync(interruption.Token);
        await interruption.CancelAsync();
        await settled;
        queue.Add(Job("second"));
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal("It was interrupted.", Assert.Single(queue.TakeReport().Failures).Exception.Message);
        Assert.Equal(["second"], _target.Messages);
    }

    [Fact]
    public async Task A_refused_card_stays_here_and_everything_else_is_pushed()
    {
        _target.Before = (number, message, _) => number == 1
            ? throw new InvalidCardException("Invalid metadata in README.md. \"license\" is unknown.", new BadRequestException("no", HttpStatusCode.BadRequest))
            : Task.CompletedTask;
        PushQueue queue = new(_target, _time);

        queue.Add(Job("first", files: ["README.md", "config.json"]));
        await queue.SettleAsync(CancellationToken.None);

        Assert.Equal(["config.json"], _target.Files.Keys);
        (IReadOnlyList<PushFailure> failures, IReadOnlyList<string> warnings) = queue.TakeReport();
        Assert.Empty(failures);
        Assert.Contains("\"license\" is unknown. Everything else is pushed without it", Assert.Single(warnings));
    }

    [Fact]
    public async Task Whoever_waits_for_a_push_is_told_and_it_is_not_counted_twice()
    {
        _target.Before = (_, _, _) => throw new HfHubHttpException("no", HttpStatusCode.Forbidden);
        PushQueue queue = new(_target, _time);
        PushJob job = new(Folder(), [new PushPart(_folder.Path, null, "last")], givesWay: false, isAwaited: true);

        queue.Add(job);
        await queue.SettleAsync(CancellationToken.None);

        await Assert.ThrowsAsync<HfHubHttpException>(() => job.End);
        Assert.Empty(queue.TakeReport().Failures);
    }

    /// <summary>A queue whose first request waits for the gate.</summary>
    private PushQueue Held()
    {
        _target.Before = async (number, _, _) =>
        {
            if (number == 0)
            {
                _reached.SetResult();
                await _gate.Task;
            }
        };
        return new PushQueue(_target, _time);
    }

    private PushJob Job(string message, bool givesWay = true, params string[] files)
    {
        string folder = Folder();
        foreach (string file in files)
        {
            File.WriteAllText(Path.Combine(folder, file), message);
        }

        return new PushJob(folder, [new PushPart(folder, null, message)], givesWay, isAwaited: false);
    }

    private string Folder() => Directory.CreateDirectory(_folder.File($"{++_number}")).FullName;
}
