using System.Text.Json.Nodes;
using FineTune.IO;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// What names without an owner (<c>bert-base-uncased</c>) have become, as the Hub once said: whoever knows asks by the new name and is not redirected.
/// A name with an owner is not remembered: after a renaming somebody else may take it.
/// </summary>
/// <remarks><c>{HF_HOME}/finetune/renamed.json</c>: endpoint, then kind and old name, to the new name. What cannot be read or written is done without.</remarks>
internal sealed class CanonicalNames(HubEnvironment environment, string endpoint, ILogger logger)
{
    private readonly string _path = Path.Combine(environment.HfHome, "finetune", "renamed.json");

    /// <summary>Gets the repository's present name as far as it is known: else the name itself.</summary>
    public RepoId Of(RepoId repo) =>
        HasOwner(repo) || Read().At(endpoint).Text(Key(repo)) is not { } id || HubNames.ProblemOfRepoId(id) is not null ? repo : new(repo.Type, id);

    /// <summary>Remembers the name that the Hub gave a repository which was asked for by another.</summary>
    public void Remember(RepoId repo, string id)
    {
        if (!HasOwner(repo) && HubNames.ProblemOfRepoId(id) is null)
        {
            Change(names => names[Key(repo)] = id);
        }
    }

    /// <summary>Forgets a repository's present name: the Hub does not know it any more.</summary>
    public void Forget(RepoId repo) => Change(names => names.Remove(Key(repo)));

    private static bool HasOwner(RepoId repo) => repo.Id.Contains('/', StringComparison.Ordinal);

    private static string Key(RepoId repo) => $"{repo.Kind}/{repo.Id}";

    private JsonObject Read()
    {
        try
        {
            return File.Exists(_path) ? JsonText.ReadObject(File.ReadAllText(_path)) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            logger.LogDebug("{Path} cannot be read: {Reason}", _path, error.Message);
            return [];
        }
    }

    private void Change(Action<JsonObject> change)
    {
        JsonObject all = Read();
        JsonObject names = all.At(endpoint) as JsonObject ?? [];
        all[endpoint] = names;
        change(names);
        try
        {
            WholeFile.WriteText(_path, JsonText.Write(all, indent: 2));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug("{Path} cannot be written: {Reason}", _path, error.Message);
        }
    }
}
