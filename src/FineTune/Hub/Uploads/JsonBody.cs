using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Bodies of requests in JSON.</summary>
internal static class JsonBody
{
    public const string LfsType = "application/vnd.git-lfs+json";

    public static HttpContent Of(JsonNode value, string mediaType = "application/json") => new ByteArrayContent(Encoding.UTF8.GetBytes(JsonText.WriteLine(value)))
    {
        Headers = { ContentType = new MediaTypeHeaderValue(mediaType) },
    };
}
