namespace FineTune.Data;

/// <summary>Files of a folder of this machine, and beside them those that an address names: of any data set of the Hub, or of another host.</summary>
internal sealed class AnywhereTree(FolderTree folder, HubDatasets hub) : IDataTree
{
    private readonly Dictionary<(string Id, string? Revision), HubTree> _trees = [];

    public string Name => folder.Name;

    public async ValueTask<IReadOnlyList<DataFileSource>> FindAsync(string pattern, CancellationToken cancellationToken)
    {
        if (HubAddress.TryParse(pattern, hub.Endpoint) is { } address)
        {
            HubTree tree = await TreeAsync(address, cancellationToken).ConfigureAwait(false);
            return await tree.FindAsync(address.Path, cancellationToken).ConfigureAwait(false);
        }

        return IsWeb(pattern) ? [new WebDataFile(hub, pattern)]
            : pattern.Contains("://", StringComparison.Ordinal) ? throw DataError.UnknownScheme(pattern)
            : await folder.FindAsync(pattern, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsWeb(string address) =>
        address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private async Task<HubTree> TreeAsync(HubAddress address, CancellationToken cancellationToken)
    {
        (string, string?) key = (address.Id, address.Revision);
        if (!_trees.TryGetValue(key, out HubTree? tree))
        {
            tree = await hub.ListAsync(address.Id, address.Revision, cancellationToken).ConfigureAwait(false);
            _trees.Add(key, tree);
        }

        return tree;
    }
}
