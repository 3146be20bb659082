using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>Adds a text classifier to the services of an application.</summary>
public static class TextClassificationServices
{
    /// <summary>
    /// Adds a <see cref="TextClassificationPipeline"/> that all requests share, and a health check named <c>text-classification</c>. The model is loaded when the
    /// application starts, so that a wrong folder is known then.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The folder of a fine-tuned model, or its name on the Hub.</param>
    /// <param name="options">Batch size, waiting time, number of labels and the like, or null.</param>
    /// <example><code>
    /// builder.Services.AddTextClassification("out/final");
    /// app.MapPost("/classify", (Request request, TextClassificationPipeline classifier, CancellationToken cancelled) =>
    ///     classifier.ClassifyAsync(request.Text, cancelled));
    /// app.MapHealthChecks("/health");
    /// </code></example>
    public static IServiceCollection AddTextClassification(this IServiceCollection services, string model, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        services.AddSingleton(provider => Pipeline.Create("text-classification", model, WithLogger(options ?? new PipelineOptions(), provider)));
        services.AddSingleton<IHostedService, TextClassificationStart>();
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "text-classification",
            provider => new TextClassificationHealthCheck(provider.GetRequiredService<TextClassificationPipeline>()),
            failureStatus: null,
            tags: null));
        return services;
    }

    /// <summary>What loading and the Hub have to say goes where the application's messages go, unless the caller names another logger.</summary>
    private static PipelineOptions WithLogger(PipelineOptions options, IServiceProvider provider) =>
        options.Hub?.Logger is null && provider.GetService<ILoggerFactory>() is { } loggers
            ? options with { Hub = (options.Hub ?? new HubOptions()) with { Logger = loggers.CreateLogger("FineTune") } }
            : options;
}
