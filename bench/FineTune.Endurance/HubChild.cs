using FineTune.Testing;

namespace FineTune.Endurance;

/// <summary>What <see cref="HubKillLoop"/> kills: one download or one push.</summary>
internal static class HubChild
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string what, string endpoint, string folder)
    {
        HubOptions options = new() { Endpoint = endpoint, Token = Tokens.AliceWrite };
        try
        {
            _ = what == "download"
                ? await HfHub.SnapshotDownloadAsync("acme/large", new() { Endpoint = endpoint, Token = Tokens.AliceRead, CacheDir = folder, MaxWorkers = 1 })
                : (await new HfApi(options).UploadFolderAsync("alice/run", folder)).Oid;
            return 0;
        }
        catch (HubException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }
}
