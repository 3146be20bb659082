using System.Text;

namespace FineTune.Hub;

/// <summary>A request as a line for a shell, with a placeholder in the token's place; what a body holds is left out.</summary>
internal static class CurlLine
{
    public static string Of(HttpRequestMessage request)
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

        // A signed address is as good as a key while it lasts.
        string query = request.RequestUri!.Query.Contains("Signature", StringComparison.OrdinalIgnoreCase) ? "?<SIGNED>" : request.RequestUri.Query;
        return line.Append(' ').Append(Quoted(HubText.WithoutQuery(request.RequestUri) + query)).ToString();
    }

    private static string Quoted(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
