using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FineTune.Classification;
using FineTune.Cli.Commands;
using FineTune.Terminal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scalar.AspNetCore;

namespace FineTune.Cli.Serving;

/// <summary>The web application behind <c>serve</c>.</summary>
internal static class ClassificationServer
{
    /// <summary>Serves until it is cancelled.</summary>
    public static async Task RunAsync(string model, ServeOptions options, CommandContext context)
    {
        bool listens = false;
        await using WebApplication app = Build(model, options, context.Errors, () => listens);
        try
        {
            await app.StartAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException })
        {
            throw new RunException($"Nothing can listen at --host {options.Host} --port {options.Port}: {exception.Message.TrimEnd('.')}. "
                + "Name an address of this computer (127.0.0.1; 0.0.0.0 is all of them) and a port that is free (0 takes one).");
        }

        listens = true;
        string address = app.Urls.First();
        context.Output.WriteLine($"{model} answers on {address} (POST /classify; /docs shows how; /health). Ctrl-C ends it.");
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static WebApplication Build(string model, ServeOptions options, TextWriter errors, Func<bool> listens)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear(); // Neither environment nor files change what the flags say.
        builder.Logging.ClearProviders().AddProvider(WarningLogger.To(errors, "finetune: "));
        builder.Logging.AddFilter((category, _) => listens() || category?.StartsWith("Microsoft.", StringComparison.Ordinal) != true); // Why it does not start is thrown.
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Parse(options.Host), options.Port));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServeJson.Default);
        });
        builder.Services.AddOpenApi(api => api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "FineTune: " + model;
            return Task.CompletedTask;
        }));
        builder.Services.AddTextClassification(model, new PipelineOptions
        {
            TopK = options.TopK,
            BatchSize = options.BatchSize,
            MaxWait = TimeSpan.FromMilliseconds(options.MaxWait),
            QueueSize = options.QueueSize,
        });
        WebApplication app = builder.Build();
        app.UseRequestErrors();
        app.MapOpenApi();
        app.MapScalarApiReference("/docs");
        app.MapHealthChecks("/health");
        app.MapGet("/", () => Results.Redirect("/docs")).ExcludeFromDescription();
        app.MapPost("/classify", ClassifyAsync).WithSummary("Labels texts.").WithName("classify")
            .Produces<ClassifyError>(StatusCodes.Status413PayloadTooLarge).Produces<ClassifyError>(StatusCodes.Status415UnsupportedMediaType)
            .Produces<ClassifyError>(StatusCodes.Status500InternalServerError);
        return app;
    }

    private static async Task<Results<Ok<ClassifyAnswer[]>, BadRequest<ClassifyError>>> ClassifyAsync(
        ClassifyRequest request, TextClassificationPipeline classifier, CancellationToken cancellationToken)
    {
        if (request.FindProblem() is { } problem)
        {
            return TypedResults.BadRequest(new ClassifyError(problem));
        }

        try
        {
            return TypedResults.Ok(await Task.WhenAll(request.Inputs().Select(AnswerAsync)).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is (ArgumentException or TokenizerException) and not RunException) // Which is about the model.
        {
            return TypedResults.BadRequest(new ClassifyError(exception.Message));
        }

        async Task<ClassifyAnswer> AnswerAsync(TextInput input) => ClassifyAnswer.Of(FiniteOutputs.Best(
            classifier.Model, await classifier.AskTopAsync(input, topK: null, cancellationToken).ConfigureAwait(false), request.TopK ?? classifier.TopK, input.Text));
    }

    /// <summary>The command itself hears of signals.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
