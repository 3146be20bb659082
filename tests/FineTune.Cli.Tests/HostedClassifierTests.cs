using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineTune.Cli.Tests;

/// <summary>A classifier among an application's services.</summary>
public sealed class HostedClassifierTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void What_loading_has_to_say_goes_to_the_applications_logger()
    {
        Assert.Equal(0, command.Train("hosted").Code);
        AutoModelForSequenceClassification.FromPretrained(
            command.At("hosted"), new() { ShowLoadReport = false, ConfigOverrides = new Dictionary<string, object?> { ["num_hidden_layers"] = 2 } }).SavePretrained(command.At("hosted"));
        string path = command.At("hosted", "config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["num_hidden_layers"] = 1; // The file's second layer is then not expected.
        File.WriteAllText(path, config.ToJsonString());
        Messages messages = new();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(messages));
        services.AddTextClassification(command.At("hosted"));

        using ServiceProvider provider = services.BuildServiceProvider();
        TextClassificationPipeline classifier = provider.GetRequiredService<TextClassificationPipeline>();

        Assert.NotNull(classifier.Classify("play a song").Label);
        Assert.Contains(messages.All, message => message.Contains("UNEXPECTED", StringComparison.Ordinal));
    }

    private sealed class Messages : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
