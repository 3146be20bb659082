namespace FineTune.Testing.Storage;

/// <summary>A commit: everything that was there after it.</summary>
internal sealed record StoredCommit(string Id, string? Parent, SortedDictionary<string, StoredFile> Tree, string Title, string Message, string Author, DateTimeOffset Date)
{
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
