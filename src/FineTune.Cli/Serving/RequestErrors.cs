using System.Text.Json;
using FineTune.Classification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineTune.Cli.Serving;

/// <summary>Answers every request that cannot be answered with a <see cref="ClassifyError"/> that says why.</summary>
internal static class RequestErrors
{
    private const string Expected = "Expected {\"text\": \"play some jazz\"} or {\"texts\": [\"play some jazz\", \"will it rain\"]}, with text_pair (a text) and top_k (a whole number) if wanted.";

    /// <summary>Puts it in front of what answers.</summary>
    public static void UseRequestErrors(this WebApplication app) => app.Use(AnswerAsync);

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            if (exception is BadHttpRequestException bad)
            {
                http.Response.StatusCode = bad.StatusCode;
                await WriteAsync(http, bad.InnerException as JsonException, bad.Message).ConfigureAwait(false);
                return;
            }

            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            string message = exception.Message;
            if (exception is not RunException) // Which says what the caller may know, and is told whole.
            {
                Log(http, exception);
                message = "The request could not be answered: the server's own messages say why.";
            }

            await WriteAsync(http, json: null, message).ConfigureAwait(false);
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null })
        {
            await WriteAsync(http, json: null, message: null).ConfigureAwait(false);
        }
    }

    private static void Log(HttpContext http, Exception exception) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestErrors).FullName!)
        .Log(LogLevel.Error, default, $"{http.Request.Method} {http.Request.Path} could not be answered:", exception, static (text, _) => text);

    private static Task WriteAsync(HttpContext http, JsonException? json, string? message)
    {
        string error = http.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => (json is null ? "There is no body. " : Describe(json)) + Expected,
            StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}: POST /classify labels texts, /docs shows how.",
            StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} does not answer {http.Request.Method}: POST /classify labels texts, /docs shows how.",
            StatusCodes.Status413PayloadTooLarge =>
                $"The body is longer than {http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize} bytes. Ask for fewer texts at once.",
            StatusCodes.Status415UnsupportedMediaType =>
                $"The body is {http.Request.ContentType ?? "of no type"}; expected JSON. Send the header Content-Type: application/json. {Expected}",
            _ => message ?? $"The server answers with status {http.Response.StatusCode}.",
        };
        return http.Response.WriteAsJsonAsync(new ClassifyError(error), ServeJson.Default.ClassifyError, cancellationToken: http.RequestAborted);
    }

    private static string Describe(JsonException json) => json.InnerException is JsonException
        ? $"The body is not JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}). "
        : json.Path is null or "$" ? "The body is not an object of JSON. "
        : $"{json.Path[2..]} is not what is expected there. ";
}
