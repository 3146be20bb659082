using System.Globalization;
using System.Text;

namespace FineTune.Hub;

/// <summary>
/// The file <c>stored_tokens</c>: every token this computer was logged in with, by the name it has on the Hub. It is shared with the
/// reference's tools, so what we do not know in it stays as it is.
/// </summary>
internal sealed class StoredTokens
{
    private const string TokenKey = "hf_token";
    private const string ExpiryKey = "expires_at";
    private const string RefreshKey = "refresh_token";

    // The lines of each section below its [name], as they were read.
    private readonly SortedDictionary<string, List<string>> _sections = new(CodePointOrder.Instance);
    private readonly List<string> _head = [];
    private readonly string _path;

    private StoredTokens(string path)
    {
        _path = path;
    }

    /// <summary>Gets the names, in order.</summary>
    public IReadOnlyCollection<string> Names => _sections.Keys;

    /// <exception cref="InvalidDataException">The file is not text.</exception>
    public static StoredTokens Read(string path)
    {
        StoredTokens tokens = new(path);
        if (File.Exists(path))
        {
            tokens.Add(Text(path).Split('\n'));
        }

        return tokens;
    }

    /// <summary>Gets a token by its name, or null.</summary>
    public string? TokenOf(string name) => HubToken.Clean(ValueOf(name, TokenKey));

    /// <summary>Gets when a token stops being valid, or null when that is not known.</summary>
    public DateTimeOffset? ExpiryOf(string name) =>
        long.TryParse(ValueOf(name, ExpiryKey), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Gets the name a token is stored under, or null.</summary>
    public string? NameOf(string token) => _sections.Keys.FirstOrDefault(name => TokenOf(name) == token);

    /// <summary>Stores a token. What was known of an older one of that name (its expiry) is forgotten.</summary>
    public void Set(string name, string token)
    {
        List<string> lines = _sections.TryGetValue(name, out List<string>? present) ? present : _sections[name] = [];
        lines.RemoveAll(line => KeyOf(line) is TokenKey or ExpiryKey or RefreshKey);
        lines.Insert(0, $"{TokenKey} = {token}");
    }

    /// <summary>Forgets a token.</summary>
    public void Remove(string name) => _sections.Remove(name);

    /// <summary>Writes the file, or deletes it when nothing is left to write.</summary>
    public void Save()
    {
        if (_sections.Count == 0 && _head.All(string.IsNullOrWhiteSpace))
        {
            File.Delete(_path);
            return;
        }

        StringBuilder text = new();
        _head.ForEach(line => text.Append(line).Append('\n'));
        foreach ((string name, List<string> lines) in _sections)
        {
            text.Append('[').Append(name).Append("]\n");
            lines.ForEach(line => text.Append(line).Append('\n'));
            text.Append('\n');
        }

        SecretFile.Write(_path, text.ToString());
    }

    private static string Text(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The file of stored log-ins, {path}, is damaged: it is not UTF-8 text. Move it away and log in again.", e);
        }
    }

    private void Add(string[] lines)
    {
        List<string> section = _head;
        foreach (string line in lines.Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith('[') && line.LastIndexOf(']') is var end and > 1)
            {
                string name = line[1..end];
                section = _sections.TryGetValue(name, out List<string>? same) ? same : _sections[name] = [];
            }
            else if (line.Length > 0)
            {
                section.Add(line);
            }
        }
    }

    private string? ValueOf(string name, string key) =>
        _sections.TryGetValue(name, out List<string>? lines) && lines.FirstOrDefault(line => KeyOf(line) == key) is { } found
            ? found[(found.AsSpan().IndexOfAny('=', ':') + 1)..].Trim()
            : null;

    // A line that begins with a blank goes on the value before it, and one with # or ; is a remark.
    private static string? KeyOf(string line) => line[0] is ' ' or '\t' or '#' or ';' || line.AsSpan().IndexOfAny('=', ':') is not (var at and >= 0)
        ? null
        : line[..at].Trim().ToLowerInvariant();
}
