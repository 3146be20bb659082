using FineTune.Hub;

namespace FineTune.Data;

/// <summary>The files of a revision of a data set of the Hub. Nothing outside it can be named.</summary>
internal sealed class HubTree(HubDatasets hub, PinnedRepo pin, IReadOnlyList<TreeFile> files) : IDataTree
{
    private readonly OrderedDictionary<string, TreeFile> _files =
        new(files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => KeyValuePair.Create(file.Path, file)), StringComparer.Ordinal);

    public string Name => HubAddress.Of(pin.Repo.Id, pin.Commit);

    public ValueTask<IReadOnlyList<DataFileSource>> FindAsync(string pattern, CancellationToken cancellationToken)
    {
        string below = Below(pattern);
        if (!GlobPattern.HasMagic(below))
        {
            return new(_files.TryGetValue(below, out TreeFile? file) ? [new HubDataFile(hub, pin, file)] : []);
        }

        GlobPattern glob = new(below);
        return new([.. _files.Values.Where(file => glob.IsMatch(file.Path)).Select(file => new HubDataFile(hub, pin, file))]);
    }

    /// <summary>The pattern below the root: an address of this repository is one as well.</summary>
    private string Below(string pattern)
    {
        string path = pattern;
        if (HubAddress.TryParse(pattern, hub.Endpoint) is { } address)
        {
            path = address.Id == pin.Repo.Id && (address.Revision is null || address.Revision == pin.Revision || address.Revision == pin.Commit)
                ? address.Path
                : throw DataError.FilesOfOthers(pattern, pin.Repo.Id);
        }

        if (path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal))
        {
            throw DataError.FilesOfOthers(pattern, pin.Repo.Id);
        }

        List<string> parts = [];
        foreach (string part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                throw DataError.FilesOfOthers(pattern, pin.Repo.Id);
            }
        }

        return string.Join('/', parts);
    }
}
