using FineTune.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace FineTune.Testing.Server;

/// <summary>Sends answers, as a fault has it.</summary>
internal static class AnswerWriter
{
    private const int Step = 1 << 18;

    public static async Task WriteAsync(Exchange exchange, Answer answer, PlannedFault? fault, RecordedRequest record)
    {
        HttpResponse response = exchange.Response;
        response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (!answer.IsChunked && !(exchange.Method == "HEAD" && answer.Headers.ContainsKey("Content-Length")))
        {
            response.ContentLength = answer.Body.Length;
        }

        record.Status = answer.Status;
        record.Location = answer.Headers.GetValueOrDefault("Location") is { } to ? RecordedRequest.Mask(to) : null;
        if (exchange.Method == "HEAD")
        {
            return;
        }

        await response.StartAsync(exchange.Aborted);
        await response.Body.FlushAsync(exchange.Aborted);
        await (fault?.SentAsync(exchange, 0) ?? Task.CompletedTask);
        while (record.BytesSent < answer.Body.Length)
        {
            int sent = (int)record.BytesSent;
            int count = Math.Min((int)Math.Min(fault?.Fault.StepAt(sent) ?? Step, Step), answer.Body.Length - sent);
            await response.Body.WriteAsync(answer.Body.Slice(sent, count), exchange.Aborted);
            await response.Body.FlushAsync(exchange.Aborted);
            record.BytesSent += count;
            if (fault is not null)
            {
                await fault.SentAsync(exchange, record.BytesSent);
            }
        }
    }
}
