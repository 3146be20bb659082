using System.Text.Json.Nodes;

namespace FineTune.Testing.Server;

/// <summary>An answer that ends a request early.</summary>
internal sealed class Rejection(int status, string message, string? code = null) : Exception(message)
{
    /// <summary>Gets further headers of the answer.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Gets what the body says, where it is more than the message.</summary>
    public JsonObject? Body { get; init; }

    public Answer ToAnswer()
    {
        Answer answer = Answer.Json(Body ?? new JsonObject { ["error"] = Message }, status);
        answer.Headers["X-Error-Message"] = Message;
        if (code is not null)
        {
            answer.Headers["X-Error-Code"] = code;
        }

        foreach ((string name, string value) in Headers)
        {
            answer.Headers[name] = value;
        }

        return answer;
    }
}
