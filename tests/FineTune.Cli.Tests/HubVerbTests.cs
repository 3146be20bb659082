using System.Text.Json.Nodes;
using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>The verbs of the Hub, against a stand-in on loopback.</summary>
[Collection(HubEnvironmentCollection.Name)]
public sealed class HubVerbTests : IDisposable
{
    private readonly CommandFixture _at = new();
    private readonly StandInHub _hub = new(root => root.Model("org/tiny", ("config.json", "{\"model_type\": \"bert\"}"), ("notes/a.txt", "text")));
    private readonly EnvironmentVariables _environment;

    public HubVerbTests() => _environment = new(("HF_ENDPOINT", _hub.Url), ("HF_HOME", _at.At("home")), ("HF_TOKEN", null), ("HF_HUB_CACHE", null));

    public void Dispose()
    {
        _environment.Dispose();
        Assert.Empty(_hub.Leaks);
        _hub.Dispose();
        _at.Dispose();
    }

    [Fact]
    public void Download_fetches_a_repository_and_prints_its_folder()
    {
        Finished run = _at.Run("download", "org/tiny");

        Assert.Equal(0, run.Code);
        Assert.Equal("text", File.ReadAllText(Path.Combine(run.Output.Trim(), "notes", "a.txt")));
        Assert.Contains("downloaded config.json", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Download_takes_names_of_files_and_patterns()
    {
        Finished one = _at.Run("download", "org/tiny", "config.json", "--local_dir", _at.At("here"));
        Finished some = _at.Run("download", "org/tiny", "--include", "notes/*", "--local_dir", _at.At("there"));

        Assert.Equal(_at.At("here", "config.json"), one.Output.Trim());
        Assert.Equal(0, some.Code);
        Assert.True(File.Exists(_at.At("there", "notes", "a.txt")));
        Assert.False(File.Exists(_at.At("there", "config.json")));
    }

    [Fact]
    public void Download_of_several_names_fetches_each_or_says_which_there_is_not()
    {
        Finished both = _at.Run("download", "org/tiny", "config.json", "notes/a.txt");
        Finished missing = _at.Run("download", "org/tiny", "config.json", "nope.json");

        Assert.True(both.Code == 0, both.Errors);
        Assert.Equal("text", File.ReadAllText(Path.Combine(both.Output.Trim(), "notes", "a.txt")));
        Assert.True(File.Exists(Path.Combine(both.Output.Trim(), "config.json")));
        Assert.Equal((2, 1, string.Empty), (missing.Code, missing.Problems.Length, missing.Output));
        Assert.Contains("nope.json", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_where_a_folder_is_expected_is_named()
    {
        string file = _at.Write("afile", "text");
        string below = _at.At("afile", "cc");

        Finished one = _at.Run("download", "org/tiny", "config.json", "--local_dir", file);
        Finished all = _at.Run("download", "org/tiny", "--local_dir", below);
        Finished cache = _at.Run("download", "org/tiny", "config.json", "--cache_dir", below);

        Assert.All([one, all, cache], run => Assert.Equal(2, run.Code));
        Assert.Equal($"\"{file}\" is a file, but a folder to download into was expected. Name another folder.", Assert.Single(one.Problems));
        Assert.Equal($"\"{file}\" is a file, but a folder to download into was expected (\"{below}\"). Name another folder.", Assert.Single(all.Problems));
        Assert.Equal(all.Problems, cache.Problems);
    }

    [Fact]
    public void Too_few_and_too_many_words_are_told()
    {
        Finished none = _at.Run("download");
        Finished extra = _at.Run("cache", "list", "extra");

        Assert.Equal((2, 2), (none.Code, extra.Code));
        Assert.StartsWith("download takes at least 1 word beside its flags, but 0 were given: finetune download", Assert.Single(none.Problems), StringComparison.Ordinal);
        Assert.Equal("cache list takes no words beside its flags, but 1 were given: extra.", Assert.Single(extra.Problems));
    }

    [Fact]
    public void What_the_Hub_refuses_is_one_message()
    {
        Finished unknown = _at.Run("download", "org/nothing");
        Finished revision = _at.Run("download", "org/tiny", "--revision", "v9");
        Finished nobody = _at.Run("whoami");

        Assert.All([unknown, revision, nobody], run => Assert.Equal((2, 1), (run.Code, run.Problems.Length)));
        Assert.Contains("org/nothing", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("v9", revision.Errors, StringComparison.Ordinal);
        Assert.Contains("finetune login", nobody.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Push_makes_a_repository_of_a_folder_without_its_checkpoints()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.AliceWrite);
        Directory.CreateDirectory(_at.At("run", "checkpoint-4"));
        _at.Write("run/config.json", "{}");
        _at.Write("run/_notes.txt", "mine");
        _at.Write("run/checkpoint-4/optimizer.pt", "large");
        _at.Write("run/finetune_run.json", "{}");

        Finished run = _at.Run("push", _at.At("run"), "--commit_message", "First");
        Finished again = _at.Run("push", _at.At("run"), "--repo", "alice/run", "--revision", "try-1");

        Assert.True(run.Code == 0, run.Errors);
        Assert.StartsWith(_hub.Url + "/alice/run/commit/", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Code);
        Assert.Equal([".gitattributes", "config.json"], Files("main"));
        Assert.Equal([".gitattributes", "config.json"], Files("try-1"));
    }

    [Fact]
    public void Push_says_how_much_of_a_run_stays_here_and_keeps_nothing_else_back()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.AliceWrite);
        _at.Write("model/config.json", "{}");
        _at.Write("model/_notes.txt", "mine");
        _at.Write("model/checkpoint-4/trainer_state.json", "{}");
        _at.Write("run/_private.csv", "a,b");
        _at.Write("run/checkpoint-list.csv", "a,b");

        Finished model = _at.Run("push", _at.At("model"), "--repo", "alice/model");
        Finished data = _at.Run("push", _at.At("run"), "--repo", "alice/run");
        _at.Write("run/trainer_state.json", "{}");
        Finished dataset = _at.Run("push", _at.At("run"), "--repo", "alice/run", "--repo_type", "dataset");

        Assert.Contains("2 entries of the run's folder stay here", model.Errors, StringComparison.Ordinal);
        Assert.True(data.Code == 0 && dataset.Code == 0, data.Errors + dataset.Errors);
        Assert.DoesNotContain("stay here", data.Errors + dataset.Errors, StringComparison.Ordinal);
        Assert.Equal([".gitattributes", "_private.csv", "checkpoint-list.csv"], Files("main"));
    }

    [Fact]
    public void Push_of_nothing_is_refused_and_makes_no_repository()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.AliceWrite);
        _at.Write("some/config.json", "{}");
        _at.Write("some/model.bin", "large");
        Directory.CreateDirectory(_at.At("empty"));

        Finished none = _at.Run("push", _at.At("some"), "--repo", "alice/none", "--include", "*.txt");
        Finished empty = _at.Run("push", _at.At("empty"), "--repo", "alice/none");

        Assert.Equal(2, none.Code);
        Assert.Equal($"None of the 2 files in {_at.At("some")} is wanted: look at --include and --exclude. Nothing was pushed.", Assert.Single(none.Problems));
        Assert.Equal(2, empty.Code);
        Assert.Equal($"There is no file in {_at.At("empty")} to push.", Assert.Single(empty.Problems));
        Assert.Contains("alice/none", Assert.Single(_at.Run("download", "alice/none").Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_client_warns_of_is_said()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.AliceWrite);
        _at.Write("run/config.json", "{}");

        Finished first = _at.Run("push", _at.At("run"), "--repo", "alice/run");
        Finished again = _at.Run("push", _at.At("run"), "--repo", "alice/run");

        Assert.DoesNotContain("Warning", first.Errors, StringComparison.Ordinal);
        Assert.Contains("Warning: No files have been modified", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Push_without_the_right_to_write_says_so()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.BobRead);
        _at.Write("run/config.json", "{}");

        Finished run = _at.Run("push", _at.At("run"), "--repo", "org/tiny");

        Assert.Equal((2, 1), (run.Code, run.Problems.Length));
        Assert.DoesNotContain(Tokens.BobRead, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_only_read_can_open_a_pull_request()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.BobRead);
        _at.Write("run/notes.txt", "better");

        Finished run = _at.Run("push", _at.At("run"), "--repo", "org/tiny", "--create_pr");

        Assert.True(run.Code == 0, run.Errors);
        Assert.EndsWith("/discussions/1", run.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_stored_used_and_forgotten()
    {
        Finished login = _at.RunWith(Tokens.AliceWrite + "\n", "login", "--token", "-");
        Finished who = _at.Run("whoami", "--json");
        Finished logout = _at.Run("logout");

        Assert.Contains("Logged in as alice", login.Output, StringComparison.Ordinal);
        Assert.Equal("alice", JsonNode.Parse(who.Output)!["user"]!.GetValue<string>());
        Assert.StartsWith("Forgot ", logout.Output, StringComparison.Ordinal);
        Assert.Equal(2, _at.Run("whoami").Code);
        Assert.DoesNotContain(Tokens.AliceWrite, login.Output + login.Errors + who.Output + logout.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Login_asks_for_a_token_and_refuses_a_wrong_one()
    {
        Finished asked = _at.RunWith(Tokens.AliceRead + "\n", "login");
        Finished wrong = _at.RunWith(Tokens.Wrong + "\n", "login");

        Assert.Contains("Token: ", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(0, asked.Code);
        Assert.Equal(2, wrong.Code);
        Assert.DoesNotContain(Tokens.Wrong, wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_on_the_command_line_is_warned_of()
    {
        Finished run = _at.Run("whoami", "--token", Tokens.AliceRead);

        Assert.StartsWith("alice", run.Output, StringComparison.Ordinal);
        Assert.Contains("--token - reads it from standard input", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Tokens.AliceRead, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_is_listed_checked_and_emptied()
    {
        _at.Run("download", "org/tiny");

        Finished list = _at.Run("cache", "list");
        Finished verify = _at.Run("cache", "verify", "org/tiny");
        Finished typed = _at.Run("cache", "verify", "model/org/tiny");
        Finished kept = _at.RunWith("n\n", "cache", "delete", "org/tiny");
        Finished deleted = _at.Run("cache", "delete", "model/org/tiny", "--yes");

        Assert.Contains("model/org/tiny", list.Output, StringComparison.Ordinal);
        Assert.StartsWith("3 files of org/tiny", verify.Output, StringComparison.Ordinal);
        Assert.Equal(verify.Output, typed.Output);
        Assert.Contains("Nothing was deleted", kept.Output, StringComparison.Ordinal);
        Assert.StartsWith("Freed ", deleted.Output, StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse(_at.Run("cache", "list", "--json").Output)!["repos"]!.AsArray());
    }

    [Fact]
    public void A_damaged_file_of_the_cache_is_named()
    {
        string folder = _at.Run("download", "org/tiny").Output.Trim();
        string file = Path.Combine(folder, "notes", "a.txt");
        File.WriteAllText(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file, "tent");

        Finished verify = _at.Run("cache", "verify", "org/tiny");

        Assert.Equal(1, verify.Code);
        Assert.Contains("notes/a.txt is damaged", verify.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_words_are_told_what_was_expected()
    {
        Assert.Contains("expected list, delete or verify", _at.Run("cache", "burn").Errors, StringComparison.Ordinal);
        Assert.Contains("finetune download REPO", _at.Run("download").Errors, StringComparison.Ordinal);
        Assert.Contains("no model/a/b", _at.Run("cache", "delete", "model/a/b", "--cache_dir", _at.At()).Errors, StringComparison.Ordinal);
        Assert.Equal(2, _at.Run("download", "org/tiny", "--revison", "x").Code);
        Assert.Contains("There is no folder", _at.Run("push", _at.At("nowhere")).Errors, StringComparison.Ordinal);
    }

    private string[] Files(string revision)
    {
        Finished run = _at.Run("download", "alice/run", "--revision", revision, "--local_dir", _at.At(revision));
        Assert.True(run.Code == 0, run.Errors);
        return [.. Directory.EnumerateFiles(_at.At(revision)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }
}
