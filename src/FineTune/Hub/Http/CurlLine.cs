using System.Text;

namespace FineTune.Hub;

/// <summary>A request as a line for a shell, with placeholders for what is secret; what a body holds is left out.</summary>
internal static class CurlLine
{
    /// <param name="request">The request.</param>
    /// <param name="isToHub">Whether it goes to the Hub itself, whose questions hold no secrets; another host's address may be signed in any way.</param>
    public static string Of(HttpRequestMessage request, bool isToHub)
    {
        StringBuilder line = new($"curl -X {request.Method}");
        foreach ((string name, var values) in request.Headers.NonValidated)
        {
            bool secret = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
            line.Append($" -H {Quoted($"{name}: {(secret ? "<TOKEN>" : values.ToString())}")}");
        }

        if (request.Content is { } content)
        {
            line.Append($" --data-binary '<{content.Headers.ContentLength?.ToString() ?? "?"} bytes of {content.Headers.ContentType}>'");
        }

        string query = request.RequestUri!.Query;
        bool isSigned = query.Length > 0 && (!isToHub || query.Contains("Signature", StringComparison.OrdinalIgnoreCase));
        return line.Append(' ').Append(Quoted(HubText.Shown(request.RequestUri) + (isSigned ? "?<SIGNED>" : query))).ToString();
    }

    private static string Quoted(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
