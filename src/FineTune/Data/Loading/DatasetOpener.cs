namespace FineTune.Data;

/// <summary>Finds what a name given to <c>load_dataset</c> means: a reader, a folder, or a data set of the Hub; and plans its loading.</summary>
internal static class DatasetOpener
{
    public static async Task<LoadPlan> PlanAsync(string path, string? name, LoadDatasetOptions options, HubDatasets hub, CancellationToken cancellationToken)
    {
        if (PackagedReaders.Find(path) is { } reader)
        {
            DatasetRepository here = new(path, new AnywhereTree(new FolderTree(Directory.GetCurrentDirectory()), hub), DatasetCard.Empty);
            return await new LoadPlanner(here, options).PlanAsync(reader, cancellationToken).ConfigureAwait(false);
        }

        if (PackagedReaders.IsOther(path))
        {
            throw DataError.UnreadBuilder(path, PackagedReaders.All);
        }

        DatasetRepository repository = Directory.Exists(path) ? OpenFolder(path, hub) : await OpenOfHubAsync(path, hub, cancellationToken).ConfigureAwait(false);
        return await new LoadPlanner(repository, options).PlanAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private static DatasetRepository OpenFolder(string path, HubDatasets hub)
    {
        string? Text(string file) => Path.Combine(path, file) is var full && File.Exists(full) ? File.ReadAllText(full) : null;
        return File.Exists(Path.Combine(path, "state.json"))
            ? throw DataError.SavedToDisk(path)
            : new DatasetRepository(path, new AnywhereTree(new FolderTree(path), hub), DatasetCard.Read(Text("README.md"), Text("dataset_infos.json"), path));
    }

    private static Task<DatasetRepository> OpenOfHubAsync(string path, HubDatasets hub, CancellationToken cancellationToken)
    {
        if (HubAddress.TryParse(path, hub.Endpoint) is { Path: "" } address)
        {
            return hub.OpenAsync(address.Id, address.Revision, cancellationToken);
        }

        return File.Exists(path) ? throw DataError.PathIsFile(path)
            : Hub.HubNames.ProblemOfRepoId(path) is not null ? throw DataError.NotADataset(path)
            : hub.OpenAsync(path, null, cancellationToken);
    }
}
