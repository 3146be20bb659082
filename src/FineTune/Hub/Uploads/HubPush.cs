using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Pushes what can be saved: makes the repository if there is none, saves into a folder of its own, gives a repository without a card one.</summary>
internal static class HubPush
{
    private const string Library = "transformers";

    /// <param name="repoId">The repository; without an organization it is the token's user's.</param>
    /// <param name="options">The caller's wishes.</param>
    /// <param name="message">The commit's title if the caller gives none.</param>
    /// <param name="save">Writes the files into a folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<CommitInfo> RunAsync(
        string repoId, PushToHubOptions options, string message, Action<string> save, CancellationToken cancellationToken)
    {
        HubHttp http = new(options);
        CommitTarget target = await PushTarget.PrepareAsync(new HfApi(http), RepoType.Model, repoId, options, cancellationToken);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("finetune-push-");
        try
        {
            save(folder.FullName);
            List<CommitOperation> files = [.. FolderFiles
                .Find(folder.FullName, new RepoFilter(null, null), options.Logger)
                .Select(file => new CommitOperationAdd(file.Key, file.Value))];
            CommitOptions commit = new() { CommitDescription = options.CommitDescription };
            return await CommitOnHead.RunAsync(
                http,
                target,
                options.CommitMessage ?? message,
                commit,
                async (head, token) => await CardAsync(http, target.Repo, head, options.Tags, token) is { } card ? [card, .. files] : files,
                cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The change of the card: one is made if there is none, and gets the tags it does not have; null if it is to stay as it is.</summary>
    private static async Task<CommitOperationAdd?> CardAsync(
        HubHttp http, RepoId repo, string head, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        byte[]? bytes = await RepoFiles.ReadAsync(http, repo, head, CardText.FileName, cancellationToken);
        if (bytes is not null && tags.Count == 0)
        {
            return null;
        }

        string present = bytes is null ? NewCard(repo) : Encoding.UTF8.GetString(bytes);
        string card = tags.Count == 0 ? present : CardMetadata.Replace(present, [new("tags", YamlText.FromJson(Tags(present, tags, repo)))], $"{CardText.FileName} of {repo}");
        return card == present && bytes is not null ? null : new CommitOperationAdd(CardText.FileName, Encoding.UTF8.GetBytes(card));
    }

    private static JsonArray Tags(string card, IReadOnlyList<string> tags, RepoId repo)
    {
        IEnumerable<JsonNode?> present = CardMetadata.ReadJson(card, $"{CardText.FileName} of {repo}")["tags"] switch
        {
            JsonArray list => list,
            JsonValue one => [one],
            _ => [],
        };
        IEnumerable<string> texts = present.OfType<JsonValue>().Select(tag => tag.TryGetValue(out string? text) ? text : tag.ToJsonString());
        return [.. texts.Union(tags, StringComparer.Ordinal).Select(tag => JsonValue.Create(tag))];
    }

    private static string NewCard(RepoId repo) =>
        $"---\nlibrary_name: {Library}\n---\n\n# {repo.Id[(repo.Id.IndexOf('/', StringComparison.Ordinal) + 1)..]}\n\n"
        + "FineTune made this card when it pushed to a repository that had none. It does not know what the model is for, what it was trained on, how "
        + "well it does and where it fails: say so here.\n";
}
