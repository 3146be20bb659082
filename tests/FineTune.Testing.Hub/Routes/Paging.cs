using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Testing.Server;

namespace FineTune.Testing.Routes;

/// <summary>Listings that come in pages, each naming the next.</summary>
internal static class Paging
{
    public static Answer Page(HubState state, Exchange exchange, IReadOnlyList<JsonObject> items, int largest = int.MaxValue)
    {
        int start = Number(exchange.QueryValue("cursor")) ?? 0;
        int size = Math.Min(Math.Min(Number(exchange.QueryValue("limit")) ?? int.MaxValue, state.Settings.PageSize), largest);
        Answer answer = Answer.Json(new JsonArray([.. items.Skip(start).Take(size)]));
        if (start + size < items.Count)
        {
            IEnumerable<string> query = exchange.Query.Where(pair => pair.Key != "cursor").Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
                .Append(string.Create(CultureInfo.InvariantCulture, $"cursor={start + size}"));
            answer.Headers["Link"] = $"<{state.PublicUrl}{exchange.RawPath}?{string.Join('&', query)}>; rel=\"next\"";
        }

        return answer;
    }

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
