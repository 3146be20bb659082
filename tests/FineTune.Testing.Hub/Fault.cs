using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Testing.Server;

namespace FineTune.Testing;

/// <summary>Something that goes wrong with a request. See <see cref="StandInHub.Fail"/>.</summary>
public sealed class Fault
{
    private Fault(string name) => Name = name;

    public string Name { get; }

    /// <summary>Gets what happens before the request is looked at; it may answer in the Hub's place.</summary>
    internal Func<StandInHub, Exchange, PlannedFault, Task<Answer?>>? Before { get; private init; }

    /// <summary>Gets what becomes of the answer.</summary>
    internal Func<Exchange, Answer, Answer> After { get; private init; } = (_, answer) => answer;

    /// <summary>Gets how many bytes go out at once when so many have gone.</summary>
    internal Func<long, long> StepAt { get; private init; } = _ => long.MaxValue;

    /// <summary>Gets what happens when so many bytes have gone out.</summary>
    internal Func<Exchange, PlannedFault, long, Task>? Sent { get; private init; }

    /// <summary>Answers as ever, after a time.</summary>
    public static Fault Delay(TimeSpan time) => OnRequest("delay", (_, exchange, _) => exchange.WaitAsync(Task.Delay(time)));

    /// <summary>Answers as ever, but only after <see cref="PlannedFault.Release"/>.</summary>
    public static Fault Hold() => OnRequest("hold", (_, exchange, planned) => planned.HoldAsync(exchange));

    /// <summary>Gives no answer: silence until the client leaves, the hub ends or <see cref="PlannedFault.Release"/>, and then the end of the connection.</summary>
    public static Fault Hang() => OnRequest("hang", async (_, exchange, planned) =>
    {
        await planned.HoldAsync(exchange);
        await exchange.HangUpAsync(reset: false);
    });

    /// <summary>Closes the connection without an answer.</summary>
    public static Fault Close() => OnRequest("close", (_, exchange, _) => exchange.HangUpAsync(reset: false));

    /// <summary>Resets the connection without an answer.</summary>
    public static Fault Reset() => OnRequest("reset", (_, exchange, _) => exchange.HangUpAsync(reset: true));

    /// <summary>Answers this and does nothing.</summary>
    public static Fault Status(int status, string? message = null, params (string Name, string Value)[] headers) => new($"status {status}")
    {
        Before = (_, _, _) => Task.FromResult<Answer?>(Planned(status, message, headers)),
    };

    /// <summary>Does the work and answers this all the same.</summary>
    public static Fault StatusAfter(int status, string? message = null) => new($"status {status} after") { After = (_, _) => Planned(status, message, []) };

    /// <summary>Does the work and closes the connection without an answer.</summary>
    public static Fault LoseAnswer() => new("lost answer") { LosesAnswer = true };

    /// <summary>Redirects the same path to one of the ports.</summary>
    public static Fault Redirect(HubPort to, int status = 302) => new($"redirect to {to}")
    {
        Before = (hub, exchange, _) => Task.FromResult<Answer?>(Answer.Redirect(hub.UrlOf(to) + exchange.RawPath, status)),
    };

    /// <summary>Redirects to a URL.</summary>
    public static Fault Redirect(string to, int status = 302) => new($"redirect to {to}") { Before = (_, _, _) => Task.FromResult<Answer?>(Answer.Redirect(to, status)) };

    /// <summary>Sets headers of the answer, or removes those whose value is null.</summary>
    public static Fault Headers(params (string Name, string? Value)[] headers) => new("headers")
    {
        After = (_, answer) =>
        {
            foreach ((string name, string? value) in headers)
            {
                answer.Headers.Remove(name);
                if (value is not null)
                {
                    answer.Headers[name] = value;
                }
            }

            return answer;
        },
    };

    /// <summary>Promises the whole body, sends so many bytes of it and closes the connection, or resets it.</summary>
    public static Fault Drop(long after, bool reset = false) => new(reset ? "drop and reset" : "drop")
    {
        StepAt = sent => sent < after ? after - sent : long.MaxValue,
        Sent = (exchange, _, sent) => sent >= after ? exchange.HangUpAsync(reset) : Task.CompletedTask,
    };

    /// <summary>Sends so many bytes and pauses until <see cref="PlannedFault.Release"/>, the client's going or the hub's end.</summary>
    public static Fault Stall(long after) => new("stall")
    {
        StepAt = sent => sent < after ? after - sent : long.MaxValue,
        Sent = (exchange, planned, sent) => sent == after ? planned.HoldAsync(exchange) : Task.CompletedTask,
    };

    /// <summary>Sends at this rate, in steps of a twentieth of a second.</summary>
    public static Fault Slow(long bytesPerSecond) => new("slow")
    {
        StepAt = _ => Math.Max(1, bytesPerSecond / 20),
        Sent = (exchange, _, _) => exchange.WaitAsync(Task.Delay(50)),
    };

    /// <summary>Sends a shorter (negative) or longer body than the file, with the length that fits it.</summary>
    public static Fault WrongLength(int delta) => OnBody($"wrong length {delta}", answer =>
        answer.With(delta < 0 ? answer.Body[..Math.Max(0, answer.Body.Length + delta)] : (byte[])[.. answer.Body.Span, .. new byte[delta]]));

    /// <summary>Flips one byte of the file: the one in its middle, or that at a place.</summary>
    public static Fault Corrupt(long? at = null) => OnBody("corrupt", answer =>
    {
        byte[] body = answer.Body.ToArray();
        if (body.Length > 0)
        {
            body[Math.Clamp((at ?? (answer.Start + (body.Length / 2))) - answer.Start, 0, body.Length - 1)] ^= 0xFF;
        }

        return answer.With(body);
    });

    /// <summary>Answers a request for a range with the whole file.</summary>
    public static Fault IgnoreRange() => OnRequest("ignored range", (_, exchange, _) =>
    {
        exchange.IgnoresRange = true;
        return Task.CompletedTask;
    });

    /// <summary>Packs the body though nobody asked, and sends no length.</summary>
    public static Fault Gzip() => OnBody("gzip", answer =>
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(answer.Body.Span);
        }

        answer.Headers["Content-Encoding"] = "gzip";
        return answer.With(packed.ToArray(), isChunked: true);
    });

    /// <summary>Reads so many bytes of the request's body and resets the connection.</summary>
    public static Fault DropUpload(long after) => OnRequest("dropped upload", async (_, exchange, _) =>
    {
        await exchange.ReadSomeAsync(after);
        await exchange.HangUpAsync(reset: true);
    });

    /// <summary>Has somebody else commit a file to the addressed branch just before.</summary>
    public static Fault Race(string path = "race.txt") => OnRequest("race", (hub, exchange, _) =>
    {
        string[] s = exchange.Segments;
        hub.Commit($"{s[2]}/{s[3]}", [(path, $"{exchange.Method} was overtaken")], Uri.UnescapeDataString(s[5]), Storage.Kinds.FromPlural(s[1])!.Value);
        return Task.CompletedTask;
    });

    /// <summary>Gets whether the answer is not sent.</summary>
    internal bool LosesAnswer { get; private init; }

    private static Fault OnRequest(string name, Func<StandInHub, Exchange, PlannedFault, Task> act) => new(name)
    {
        Before = async (hub, exchange, planned) =>
        {
            await act(hub, exchange, planned);
            return null;
        },
    };

    private static Fault OnBody(string name, Func<Answer, Answer> change) => new(name) { After = (_, answer) => answer.Status is 200 or 206 ? change(answer) : answer };

    private static Answer Planned(int status, string? message, (string Name, string Value)[] headers)
    {
        Answer answer = new(status, Encoding.UTF8.GetBytes(new JsonObject { ["error"] = message ?? $"planned {status}" }.ToJsonString()));
        answer.Headers["Content-Type"] = "application/json";
        foreach ((string name, string value) in headers)
        {
            answer.Headers[name] = value;
        }

        return answer;
    }
}
