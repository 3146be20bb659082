using System.Reflection;
using System.Text;

namespace FineTune.Hub;

/// <summary>The user agent: <c>name/version; key/value; ...</c>.</summary>
internal static class UserAgent
{
    private static readonly string Version = typeof(UserAgent).Assembly.GetName().Version?.ToString(3) ?? "0";
    private static readonly string Session = Guid.NewGuid().ToString("N");

    /// <summary>Gets the header's value.</summary>
    /// <param name="environment">Says whether more than program and versions is told, and the caller's origin.</param>
    /// <param name="fields">Further fields, such as <c>file_type/model</c>.</param>
    public static string Of(HubEnvironment environment, IReadOnlyList<string> fields)
    {
        List<string> all = [$"finetune/{Version}", $"dotnet/{Environment.Version}"];
        if (!environment.DisableTelemetry)
        {
            all.Add("session_id/" + Session);
            all.AddRange(fields);
        }

        if (environment.UserAgentOrigin is { } origin)
        {
            all.Add("origin/" + Clean(origin));
        }

        return string.Join("; ", all.Distinct());
    }

    private static string Clean(string value)
    {
        StringBuilder clean = new();
        foreach (char c in value)
        {
            if (c is >= ' ' and <= '~' and not (';' or '/'))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }
}
