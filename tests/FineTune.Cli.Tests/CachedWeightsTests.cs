using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>Weights that the cache has of a model of the Hub are looked at before the first step, as those of a folder are.</summary>
[Collection(HubEnvironmentCollection.Name)]
public sealed class CachedWeightsTests(CommandFixture command) : IClassFixture<CommandFixture>, IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly EnvironmentVariables _environment = new(("HF_HUB_OFFLINE", "1"));

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("plan")]
    [InlineData("train")]
    public void A_head_for_other_labels_is_refused(string verb)
    {
        string cache = Cache($"heads-{verb}", command.Train("trained-" + verb) is { Code: 0 } ? command.At("trained-" + verb) : string.Empty);
        string file = command.Write("two.csv", "text,label\na,x\nb,y\n");

        Finished run = command.Run(verb, "--model_name_or_path", "org/tiny", "--cache_dir", cache, "--train_file", file, "--output_dir", command.At("out-" + verb));

        Assert.Equal(2, run.Code);
        Assert.Contains("classifier.weight | MISMATCH | checkpoint (3, 16), model (2, 16)", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(command.At("out-" + verb)));
    }

    [Fact]
    public void A_plan_needs_no_weights()
    {
        string cache = Cache("no-weights", command.Model);
        File.Delete(Path.Combine(cache, "models--org--tiny", "snapshots", Commit, "model.safetensors"));

        Finished run = command.Run("plan", "--model_name_or_path", "org/tiny", "--cache_dir", cache, "--train_file", command.At("train.csv"));

        Assert.True(run.Code == 0, run.Errors);
    }

    /// <summary>A cache that holds a folder's files as those of org/tiny.</summary>
    private string Cache(string name, string model)
    {
        string repo = command.At(name, "models--org--tiny");
        string snapshot = Path.Combine(repo, "snapshots", Commit);
        Directory.CreateDirectory(Path.Combine(repo, "refs"));
        Directory.CreateDirectory(snapshot);
        File.WriteAllText(Path.Combine(repo, "refs", "main"), Commit);
        foreach (string file in Directory.EnumerateFiles(model))
        {
            File.Copy(file, Path.Combine(snapshot, Path.GetFileName(file)));
        }

        return command.At(name);
    }
}
