using Microsoft.Extensions.Hosting;

namespace FineTune;

/// <summary>Loads the classifier, by asking for it, when the application starts, and computes once, so that the first request does not wait for either.</summary>
internal sealed class TextClassificationStart(TextClassificationPipeline classifier) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => classifier.ClassifyAsync(TextClassificationHealthCheck.Probe, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
