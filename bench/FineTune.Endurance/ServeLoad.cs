using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FineTune.Cli.Commands;
using FineTune.Cli.Serving;

namespace FineTune.Endurance;

/// <summary>
/// Three hundred clients ask `finetune serve` at the same time, over and over: every request is answered, rightly, and how many a second beside the pipeline given all
/// texts at once. Clients and server share the processor. In turn, so that a noisy machine is fair to both.
/// </summary>
internal sealed class ServeLoad(string folder, int requests)
{
    private const int Clients = 300;
    private const int Rounds = 5;

    public async Task<int> RunAsync()
    {
        string model = Path.Combine(folder, "model");
        string sample = Path.Combine(RepositoryRoot(), "samples", "models", "minilm");
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(sample);
        AutoModelForSequenceClassification.FromPretrained(sample, new() { NumLabels = 7 }).SavePretrained(model);
        tokenizer.SavePretrained(model);
        string[] texts = [.. Dataset.LoadCsv(Path.Combine(RepositoryRoot(), "samples", "data", "snips", "train.csv"))["text"].Take(requests).Select(text => (string)text!)];

        using CancellationTokenSource end = new();
        FirstLine output = new();
        Task server = ClassificationServer.RunAsync(model, new ServeOptions { Port = 0 }, new CommandContext(TextReader.Null, output, Console.Error, end.Token));
        using HttpClient client = new() { BaseAddress = new Uri(await output.Address), Timeout = TimeSpan.FromMinutes(10) };
        using TextClassificationPipeline pipeline = Pipeline.Create("text-classification", model);
        List<double> ratios = [];
        int wrong = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<ClassificationResult> expected = pipeline.Classify(texts);
            double alone = requests / Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            ClassificationResult[] answers = await AskAllAsync(client, texts);
            double served = requests / Stopwatch.GetElapsedTime(start).TotalSeconds;
            wrong += expected.Zip(answers).Count(pair => pair.First != pair.Second);
            ratios.Add(served / alone);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{served:F0} requests/s served, {alone:F0} texts/s by the pipeline: {served / alone:P0}"));
        }

        await end.CancelAsync();
        await server;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {ratios.Order().ElementAt(Rounds / 2):P0}, {wrong} wrong answers"));
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<ClassificationResult[]> AskAllAsync(HttpClient client, string[] texts)
    {
        ClassificationResult[] answers = new ClassificationResult[texts.Length];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < texts.Length; i = Interlocked.Increment(ref next))
            {
                using HttpResponseMessage response = await client.PostAsJsonAsync("/classify", new { text = texts[i] });
                JsonNode answer = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())![0]!;
                answers[i] = new ClassificationResult((string)answer["label"]!, (float)answer["score"]!);
            }
        }));
        return answers;
    }

    private static string RepositoryRoot()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FineTune.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return root;
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => _address.Task;

        public override void WriteLine(string? value) => _address.TrySetResult(value!.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)));
    }
}
