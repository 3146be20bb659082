namespace FineTune.Tests.Models;

/// <summary>Many callers of one pipeline.</summary>
public sealed class PipelineQueueTests
{
    private static readonly PreTrainedTokenizer Tokenizer = AutoTokenizer.FromPretrained(ModelGolden.Folder("bert-tiny"));

    private static readonly PreTrainedModel Model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));

    private static readonly string[] Texts =
        [.. Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "fun" : "a film", 1 + (i % 9))) + " " + i)];

    [Fact]
    public void The_answer_is_the_same_bit_for_bit_whatever_the_batch()
    {
        IReadOnlyList<ClassificationResult> alone = New(batchSize: 1).Classify(Texts);

        Assert.Equal(alone, New(batchSize: 16).Classify(Texts));
        Assert.Equal(alone, New(batchSize: 7).Classify(Texts));
    }

    [Fact]
    public void Threads_may_share_a_pipeline()
    {
        TextClassificationPipeline pipeline = New(batchSize: 4);
        IReadOnlyList<ClassificationResult> alone = pipeline.Classify(Texts);
        IReadOnlyList<ClassificationResult>[] answers = new IReadOnlyList<ClassificationResult>[6];

        Parallel.For(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = answers.Length }, i => answers[i] = pipeline.Classify(Texts));

        Assert.All(answers, answer => Assert.Equal(alone, answer));
    }

    [Fact]
    public async Task Requests_of_many_callers_get_the_answers_they_would_get_alone()
    {
        using TextClassificationPipeline pipeline = New(batchSize: 8);
        IReadOnlyList<ClassificationResult> alone = pipeline.Classify(Texts);

        ClassificationResult[] answers = await Task.WhenAll(Texts.Select(text => Task.Run(() => pipeline.ClassifyAsync(text))));

        Assert.Equal(alone, answers);
        Assert.Equal(pipeline.ClassifyTop("fun"), await pipeline.ClassifyTopAsync("fun"));
    }

    [Fact]
    public async Task Texts_that_come_together_are_computed_together_up_to_the_batch_size()
    {
        List<int> batches = [];
        using ClassificationQueue queue = new(texts => Count(texts, batches), batchSize: 3, maxWait: TimeSpan.FromMinutes(1), size: 100);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => queue.AskAsync(Text("fun"), CancellationToken.None)));

        Assert.Equal([3, 3], batches);
    }

    [Fact]
    public async Task A_text_does_not_wait_longer_for_others_than_it_was_told_to()
    {
        List<int> batches = [];
        using ClassificationQueue queue = new(texts => Count(texts, batches), batchSize: 3, maxWait: TimeSpan.Zero, size: 100);

        await queue.AskAsync(Text("fun"), CancellationToken.None);

        Assert.Equal([1], batches);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_a_cancelled_one_gives_its_place_up()
    {
        using ManualResetEventSlim begun = new(), busy = new();
        using CancellationTokenSource cancel = new();
        List<int> batches = [];
        using ClassificationQueue queue = new(
            texts =>
            {
                begun.Set();
                busy.Wait();
                return Count(texts, batches);
            },
            batchSize: 1,
            maxWait: TimeSpan.Zero,
            size: 1);
        Task first = queue.AskAsync(Text("fun"), CancellationToken.None);
        begun.Wait(); // What is being answered has given its place up.
        Task<float[]> waiting = queue.AskAsync(Text("fun"), cancel.Token);
        Task<float[]> noRoom = queue.AskAsync(Text("fun"), cancel.Token);
        int held = queue.Waiting;

        await cancel.CancelAsync();
        busy.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => noRoom);
        await first;
        await queue.AskAsync(Text("fun"), CancellationToken.None);
        Assert.Equal(1, held);
        Assert.Equal([1, 1], batches);
    }

    [Fact]
    public async Task A_text_that_cannot_be_classified_fails_alone()
    {
        using TextClassificationPipeline pipeline = new(Model, Tokenizer) { MaxWait = TimeSpan.FromSeconds(1), BatchSize = 2 };
        string tooLong = string.Join(' ', Enumerable.Repeat("film", 30));

        Task<ClassificationResult> bad = pipeline.ClassifyAsync(tooLong);
        Task<ClassificationResult> good = pipeline.ClassifyAsync("fun");

        Assert.Equal(pipeline.Classify("fun"), await good);
        Assert.Contains("of a pipeline set Truncation = true", (await Assert.ThrowsAsync<ArgumentException>(() => bad)).Message);
    }

    [Fact]
    public async Task A_disposed_pipeline_answers_what_waits_and_takes_nothing_more()
    {
        TextClassificationPipeline pipeline = New(batchSize: 2);
        Task<ClassificationResult>[] asked = [.. Texts.Select(text => pipeline.ClassifyAsync(text))];

        pipeline.Dispose();

        Assert.All(asked, task => Assert.True(task.IsCompletedSuccessfully || task.Wait(TimeSpan.FromMinutes(1))));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.ClassifyAsync("fun"));
    }

    [Fact]
    public async Task Those_who_wait_for_room_when_it_is_disposed_do_not_wait_for_ever()
    {
        ManualResetEventSlim goesOn = new();
        ClassificationQueue queue = new(
            texts =>
            {
                goesOn.Wait();
                return [.. texts.Select(_ => new[] { 1f })];
            },
            batchSize: 1, TimeSpan.Zero, size: 1);
        BatchEncoding text = AutoTokenizer.FromPretrained(ModelGolden.Folder("bert-tiny")).Encode("fun");
        Task<float[]>[] asked = [.. Enumerable.Range(0, 6).Select(_ => queue.AskAsync(text, CancellationToken.None))];

        Task disposed = Task.Run(queue.Dispose);
        while (!queue.IsClosed)
        {
            await Task.Yield();
        }

        goesOn.Set();
        await disposed;
        await Task.WhenAll(asked.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.All(asked, task => Assert.True(task.IsCompletedSuccessfully || task.Exception!.InnerException is ObjectDisposedException));
        Assert.Contains(asked, task => task.IsFaulted);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_wait_that_no_clock_knows_is_refused(long ticks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PipelineOptions { MaxWait = TimeSpan.FromTicks(ticks) }.Put(
            AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny")), AutoTokenizer.FromPretrained(ModelGolden.Folder("bert-tiny")), null));

    [Fact]
    public void Options_reach_the_pipeline_and_a_length_is_kept_to_what_the_model_reads()
    {
        TextClassificationPipeline plain = Pipeline.Create("text-classification", ModelGolden.Folder("bert-tiny"));
        TextClassificationPipeline told = Pipeline.Create("text-classification", ModelGolden.Folder("bert-tiny"), new PipelineOptions
        {
            BatchSize = 3,
            MaxLength = 10_000,
            TopK = 2,
            FunctionToApply = ClassificationFunction.None,
        });

        Assert.Equal((16, null, TruncationStrategy.DoNotTruncate), (plain.BatchSize, plain.MaxLength, plain.Truncation.Strategy));
        Assert.Equal((3, Model.Config.LongestText, 2, ClassificationFunction.None), (told.BatchSize, told.MaxLength, told.TopK, told.FunctionToApply));
        Assert.Equal(2, told.ClassifyTop("fun").Count);
        Assert.NotNull(told.Classify(string.Join(' ', Enumerable.Repeat("film", 30))).Label);
    }

    private static TextClassificationPipeline New(int batchSize) => new(Model, Tokenizer) { BatchSize = batchSize, Truncation = true };

    private static BatchEncoding Text(string text) => Tokenizer.Encode(text);

    private static IReadOnlyList<float[]> Count(IReadOnlyList<BatchEncoding> texts, List<int> batches)
    {
        batches.Add(texts.Count);
        return [.. texts.Select(_ => new float[1])];
    }
}
