namespace FineTune.Data;

/// <summary>A file or folder of a data set of the Hub: <c>hf://datasets/org/name@revision/path</c>, or the address a browser has for it.</summary>
/// <param name="Id">The data set.</param>
/// <param name="Revision">The revision, or null.</param>
/// <param name="Path">What lies below it, or "".</param>
internal sealed record HubAddress(string Id, string? Revision, string Path)
{
    public const string Scheme = "hf://datasets/";

    public static string Of(string id, string revision) => $"{Scheme}{id}@{revision}";

    /// <summary>Reads an address; null if it is another one.</summary>
    /// <param name="address">The address or pattern.</param>
    /// <param name="endpoint">The Hub's own address.</param>
    public static HubAddress? TryParse(string address, string endpoint)
    {
        if (address.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return OfPath(address[Scheme.Length..]);
        }

        string web = endpoint + "/datasets/";
        int resolve = address.StartsWith(web, StringComparison.Ordinal) ? address.IndexOf("/resolve/", StringComparison.Ordinal) : -1;
        if (resolve < 0)
        {
            return null;
        }

        string[] rest = address[(resolve + "/resolve/".Length)..].Split('/', 2);
        string path = rest.Length == 1 ? string.Empty : rest[1].Split('?')[0];
        return new HubAddress(address[web.Length..resolve], Uri.UnescapeDataString(rest[0]), Uri.UnescapeDataString(path));
    }

    /// <summary>Reads "org/name@revision/path"; a revision with "/" in it is written with %2F.</summary>
    private static HubAddress OfPath(string path)
    {
        string[] parts = path.Split('/');
        int idParts = parts.Length == 1 || parts[0].Contains('@', StringComparison.Ordinal) ? 1 : 2;
        string[] id = string.Join('/', parts.Take(idParts)).Split('@', 2);
        string rest = string.Join('/', parts.Skip(idParts));
        if (id.Length == 1)
        {
            return new HubAddress(id[0], null, rest);
        }

        // refs/convert/parquet and refs/pr/N are one revision, although they look like folders.
        string[] below = rest.Split('/', 3);
        return id[1] == "refs" && below.Length >= 2
            ? new HubAddress(id[0], $"refs/{below[0]}/{below[1]}", below.Length == 3 ? below[2] : string.Empty)
            : new HubAddress(id[0], Uri.UnescapeDataString(id[1]), rest);
    }
}
