using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FineTune.Cli.Commands;
using FineTune.Cli.Serving;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FineTune.Cli.Tests;

public sealed class ServeTests : IClassFixture<CommandFixture>
{
    private readonly CommandFixture _command;
    private readonly string _model;

    public ServeTests(CommandFixture command)
    {
        (_command, _model) = (command, command.At("trained"));
        if (!Directory.Exists(_model))
        {
            Assert.Equal(0, command.Train("trained").Code);
        }
    }

    [Fact]
    public async Task Three_hundred_requests_at_once_are_answered_as_the_pipeline_answers()
    {
        using TextClassificationPipeline pipeline = Pipeline.Create("text-classification", _model);
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"{(i % 3 == 0 ? "play a song" : "will it rain")} {i}")];

        await ServeAsync(new ServeOptions { Port = 0, TopK = 2 }, async client =>
        {
            JsonArray[] answers = await Task.WhenAll(texts.Select(text => AskAsync(client, new JsonObject { ["text"] = text })));

            Assert.Equal(texts.Select(text => pipeline.Classify(text, topK: 2)), answers.Select(Scores));
        });
    }

    [Fact]
    public async Task Several_texts_a_pair_the_page_and_the_health_are_answered_and_a_wrong_request_is_told_why()
    {
        using TextClassificationPipeline pipeline = Pipeline.Create("text-classification", _model);

        await ServeAsync(new ServeOptions { Port = 0 }, async client =>
        {
            JsonArray two = await AskAsync(client, new JsonObject { ["texts"] = new JsonArray("play it", "rain") });
            JsonArray pair = await AskAsync(client, new JsonObject { ["text"] = "play it", ["text_pair"] = "rain" });
            HttpResponseMessage wrong = await client.PostAsJsonAsync("/classify", new JsonObject());

            Assert.Equal(["play it", "rain"], two.Select((answer, i) => (string)answer!["label"]! == pipeline.Classify(["play it", "rain"])[i].Label ? new[] { "play it", "rain" }[i] : "?"));
            Assert.Equal(pipeline.Classify(new TextInput("play it", "rain")).Score, (float)pair[0]!["score"]!);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Contains("Give either text or texts", await wrong.Content.ReadAsStringAsync());
            Assert.Equal("Healthy", await client.GetStringAsync("/health"));
            Assert.NotNull(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!["paths"]!["/classify"]!["post"]);
            Assert.Contains("<html", await client.GetStringAsync("/docs"), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_request_says_how_many_labels_it_wants()
    {
        using TextClassificationPipeline pipeline = Pipeline.Create("text-classification", _model);

        await ServeAsync(new ServeOptions { Port = 0 }, async client =>
        {
            JsonArray three = await AskAsync(client, new JsonObject { ["text"] = "play it", ["top_k"] = 3 });
            JsonArray one = await AskAsync(client, new JsonObject { ["texts"] = new JsonArray("play it", "rain"), ["top_k"] = null });

            Assert.Equal(pipeline.Classify("play it", topK: 3), Scores(three));
            Assert.All(one, answer => Assert.Single(answer!["scores"]!.AsArray()));
        });
    }

    [Fact]
    public async Task A_request_that_cannot_be_answered_is_told_why_whatever_is_wrong_with_it() => await ServeAsync(new ServeOptions { Port = 0 }, async client =>
    {
        await RefusesAsync(400, "{\"text\":", "The body is not JSON (line 1, byte 9)", "Expected {");
        await RefusesAsync(400, "{\"text\":5}", "text is not what is expected there", "Expected {");
        await RefusesAsync(400, "{\"texts\":[\"a\",{}]}", "texts[1] is not what is expected there");
        await RefusesAsync(400, "[]", "The body is not an object");
        await RefusesAsync(400, "null", "There is no body");
        await RefusesAsync(400, "", "There is no body");
        await RefusesAsync(400, "{\"text\":\"a\",\"topk\":3}", "\"topk\" is nothing that a request holds", "Did you mean \"top_k\"?");
        await RefusesAsync(400, "{\"text\":\"a\",\"top_k\":0}", "top_k is 0; expected at least 1");
        await RefusesAsync(400, "{\"texts\":[\"a\",\"b\"],\"text_pair\":\"x\"}", "text_pair", "texts");
        await RefusesAsync(413, new string(' ', 31 << 20), "The body is longer than 30000000 bytes");
        await RefusesAsync(415, "text=good", "The body is application/x-www-form-urlencoded");
        await RefusesAsync(404, "{}", "There is nothing at /nowhere: POST /classify");
        await RefusesAsync(405, "{}", "/openapi/v1.json does not answer POST");

        async Task RefusesAsync(int status, string body, params string[] parts)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, status switch { 404 => "/nowhere", 405 => "/openapi/v1.json", _ => "/classify" })
            {
                Content = new StringContent(body, System.Text.Encoding.UTF8, status == 415 ? "application/x-www-form-urlencoded" : "application/json"),
            };
            request.Headers.ExpectContinue = status == 413; // The answer comes before the body goes.
            using HttpResponseMessage response = await client.SendAsync(request);
            string answer = await response.Content.ReadAsStringAsync();

            Assert.Equal(status, (int)response.StatusCode);
            string error = (string)JsonNode.Parse(answer)!["error"]!;
            Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
            Assert.DoesNotContain("FineTune.", error, StringComparison.Ordinal);
        }
    });

    [Fact]
    public async Task A_model_whose_outputs_are_no_numbers_answers_with_that() => await ServeAsync(
        new ServeOptions { Port = 0 },
        async client =>
        {
            HttpResponseMessage response = await client.PostAsJsonAsync("/classify", new JsonObject { ["text"] = "play" });

            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.StartsWith(
                "The model's output for \"play\" is not a number: the weights of classifier.weight are not finite.",
                (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!, StringComparison.Ordinal);
        },
        NotANumberTests.Make(_command));

    [Fact]
    public void An_address_that_cannot_be_listened_on_is_said_once_with_the_flags()
    {
        using System.Net.Sockets.TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = $"{((IPEndPoint)other.LocalEndpoint).Port}";

        foreach (Finished run in new[] { _command.Run("serve", _model, "--port", port), _command.Run("serve", _model, "--host", "203.0.113.9", "--port", "0") })
        {
            Assert.Equal((2, string.Empty), (run.Code, run.Output));
            Assert.Matches(@"^finetune: Nothing can listen at --host [\d.]+ --port \d+: ", Assert.Single(run.Errors.TrimEnd().Split('\n')));
        }
    }

    [Theory]
    [InlineData("--port 70000 --top_k 0", "--port is 70000; expected 0 to 65535", "--top_k is 0; expected at least 1")]
    [InlineData("--host here", "--host here is not an address", "expected one such as 127.0.0.1")]
    [InlineData("--learning_rate 3", "--learning_rate is not a flag of this verb", "train")]
    public void What_cannot_be_served_is_said_at_once(string flags, params string[] parts)
    {
        Finished run = _command.Run(["serve", _model, .. flags.Split(' ')]);

        Assert.Equal(2, run.Code);
        Assert.All(parts, part => Assert.Contains(part, run.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_is_missing_is_said_before_anything_listens()
    {
        Finished run = _command.Run("serve", _command.At("none"), "--port", "0");

        Assert.Equal((2, string.Empty), (run.Code, run.Output));
        Assert.Contains(_command.At("none"), run.Errors, StringComparison.Ordinal);
        Assert.Contains("serve takes one model", _command.Run("serve").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classifier_that_answers_is_healthy_and_one_that_was_disposed_is_not()
    {
        TextClassificationPipeline pipeline = Pipeline.Create("text-classification", _model);
        HealthCheckContext context = new() { Registration = new HealthCheckRegistration("classifier", new TextClassificationHealthCheck(pipeline), HealthStatus.Unhealthy, tags: null) };

        Assert.Equal(HealthStatus.Healthy, (await new TextClassificationHealthCheck(pipeline).CheckHealthAsync(context)).Status);
        pipeline.Dispose();
        HealthCheckResult disposed = await new TextClassificationHealthCheck(pipeline).CheckHealthAsync(context);

        Assert.Equal(HealthStatus.Unhealthy, disposed.Status);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    public void A_signal_ends_it_with_0(int signal)
    {
        if (OperatingSystem.IsWindows() || SignalTests.IsIgnored(signal))
        {
            return;
        }

        using Process process = TestedProgram.Start("serve", _model, "--port", "0");
        string? line = process.StandardOutput.ReadLine();

        Assert.Contains("answers on http://127.0.0.1:", line, StringComparison.Ordinal);
        Assert.Equal(0, SignalTests.Kill(process.Id, signal));
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("finetune: ending, once the requests at hand are answered. A second interrupt ends at once.", process.StandardError.ReadToEnd().Trim());
    }

    private static async Task<JsonArray> AskAsync(HttpClient client, JsonObject request)
    {
        HttpResponseMessage response = await client.PostAsJsonAsync("/classify", request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
    }

    private static IReadOnlyList<ClassificationResult> Scores(JsonArray answer) =>
        [.. answer[0]!["scores"]!.AsArray().Select(score => new ClassificationResult((string)score!["label"]!, (float)score["score"]!))];

    private async Task ServeAsync(ServeOptions options, Func<HttpClient, Task> use, string? model = null)
    {
        model ??= _model;
        if (TestedProgram.Published is not null)
        {
            await ServeAsProgramAsync(options, use, model);
            return;
        }

        using CancellationTokenSource end = new();
        AddressWriter output = new();
        using StringWriter errors = new();
        Task server = ClassificationServer.RunAsync(model, options, new CommandContext(TextReader.Null, output, errors, end.Token));
        await Task.WhenAny(server, output.Address);
        using HttpClient client = Client(await output.Address);
        await use(client);
        await end.CancelAsync();
        await server;
        Assert.Empty(errors.ToString());
    }

    private async Task ServeAsProgramAsync(ServeOptions options, Func<HttpClient, Task> use, string model)
    {
        using Process process = TestedProgram.Start("serve", model, "--port", $"{options.Port}", "--top_k", $"{options.TopK}");
        string line = (await process.StandardOutput.ReadLineAsync())!;
        using HttpClient client = Client(AddressOf(line));
        await use(client);
        process.Kill();
        Assert.Empty(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Makes a client that sends no body before it is answered, if it is told to wait: it would after a second, and a busy machine may take longer.</summary>
    private static HttpClient Client(string address) =>
        new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(address) };

    private static string AddressOf(string line) => line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal));

    /// <summary>Takes the address out of the line that says it.</summary>
    private sealed class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => _address.Task;

        public override void WriteLine(string? value) => _address.TrySetResult(AddressOf(value!));
    }
}
