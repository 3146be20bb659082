using System.Text;

namespace FineTune.Testing.Accounts;

/// <summary>Reads authorization headers.</summary>
internal static class AccountBook
{
    /// <summary>Who sends a token that nobody has.</summary>
    public static readonly Account Nobody = new("?", "none", "?", new Dictionary<string, string>());

    private static readonly Dictionary<string, Account> s_accounts = new()
    {
        [Tokens.AliceWrite] = new("alice", "write", "alice-write", new Dictionary<string, string> { ["acme"] = "write" }),
        [Tokens.AliceRead] = new("alice", "read", "alice-read", new Dictionary<string, string> { ["acme"] = "read" }),
        [Tokens.BobWrite] = new("bob", "write", "bob-write", new Dictionary<string, string>()),
        [Tokens.BobRead] = new("bob", "read", "bob-read", new Dictionary<string, string>()),
    };

    /// <summary>Gets everything that must never be seen outside an authorization header at the Hub itself.</summary>
    public static IEnumerable<string> Secrets => s_accounts.Keys.Append(Tokens.Wrong);

    /// <returns>Null without a header; <see cref="Nobody"/> for a token that is not known.</returns>
    public static Account? Find(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        (string scheme, string value) = header.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (header[..at], header[(at + 1)..].Trim()) : ("", header);
        return s_accounts.GetValueOrDefault(scheme.Equals("basic", StringComparison.OrdinalIgnoreCase) ? Password(value) : value, Nobody);
    }

    private static string Password(string value)
    {
        byte[] bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2)[^1] : "";
    }
}
