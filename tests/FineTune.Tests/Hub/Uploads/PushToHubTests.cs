using FineTune.Hub;

namespace FineTune.Tests.Hub.Uploads;

public sealed class PushToHubTests : IDisposable
{
    private const string Card = "---\r\n# mine\r\nlicense: mit\r\ntags: [a]\r\n---\r\n\r\nMy text.\r\n";
    private static readonly string s_model = Golden.Path("models", "bert-tiny");

    private readonly PushHub _hub = new();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void A_model_is_pushed_in_one_commit_and_gets_a_card()
    {
        using TemporaryFolder saved = new();
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(s_model);
        model.SavePretrained(saved.Path);

        CommitInfo info = model.PushToHub(PushHub.Id, Options());

        Assert.Equal(("Upload model", _hub.Head), (_hub.Titles.Single(), info.Oid));
        Assert.Equal(["file README.md", "file config.json", "lfsFile model.safetensors"], _hub.Changes);
        Assert.Equal(File.ReadAllBytes(saved.File("model.safetensors")), _hub.Files()["model.safetensors"]);
        Assert.Equal(File.ReadAllBytes(saved.File("config.json")), _hub.Files()["config.json"]);
        Assert.StartsWith("---\nlibrary_name: transformers\n---\n\n# repo\n", _hub.Text("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_go_into_several_files_when_they_are_larger_than_a_shard()
    {
        AutoModelForSequenceClassification.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { MaxShardSize = 5_000 });

        Assert.Contains("model.safetensors.index.json", _hub.Files().Keys);
        Assert.True(_hub.Files().Keys.Count(name => name.StartsWith("model-0", StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public void Tokenizer_and_configuration_have_their_own_messages_and_a_card_that_is_there_stays()
    {
        _hub.StandIn.Commit(PushHub.Id, [("README.md", Card)]);

        AutoTokenizer.FromPretrained(s_model).PushToHub(PushHub.Id, Options());
        AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options());

        Assert.Equal(["Upload tokenizer", "Upload config"], _hub.Titles.Skip(1));
        Assert.Equal(["tokenizer.json", "tokenizer_config.json"], _hub.Commits[0].Skip(1).Select(line => line["value"].Text("path")));
        Assert.Equal(["file config.json"], _hub.Changes);
        Assert.Equal(Card, _hub.Text("README.md"));
    }

    [Fact]
    public void Tags_are_added_to_those_of_the_card_and_nothing_else_of_it_changes()
    {
        _hub.StandIn.Commit(PushHub.Id, [("README.md", Card)]);

        AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { Tags = ["a", "b"], CommitMessage = "mine" });

        Assert.Equal("mine", _hub.Titles[^1]);
        Assert.Equal(Card.Replace("tags: [a]\r\n", "tags:\r\n- a\r\n- b\r\n", StringComparison.Ordinal), _hub.Text("README.md"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_card_that_arrives_damaged_is_read_again_or_left_alone(int times)
    {
        _hub.StandIn.Commit(PushHub.Id, [("README.md", Card)]);
        _hub.StandIn.Fail("GET", "resolve-cache", Fault.Corrupt(), times: times);

        Exception? error = Record.Exception(() => AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { Tags = ["b"] }));

        Assert.Equal(times < 0, error is HubException);
        Assert.Equal(times < 0 ? Card : Card.Replace("tags: [a]\r\n", "tags:\r\n- a\r\n- b\r\n", StringComparison.Ordinal), _hub.Text("README.md"));
    }

    [Fact]
    public void A_branch_is_made_for_the_revision()
    {
        AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { Revision = "dev" });
        AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { Revision = "dev" });

        Assert.Contains("config.json", _hub.Files("dev").Keys);
        Assert.Single(_hub.Files());
        Assert.Single(_hub.Commits);
    }

    [Fact]
    public void A_pull_request_needs_no_branch()
    {
        CommitInfo info = AutoConfig.FromPretrained(s_model).PushToHub(PushHub.Id, Options() with { CreatePr = true });

        Assert.Equal("refs/pr/1", info.PrRevision);
        Assert.Empty(_hub.Asked("branch"));
    }

    [Fact]
    public void Whether_a_new_repository_is_private_is_left_to_the_organization_unless_said()
    {
        AutoConfig.FromPretrained(s_model).PushToHub("public", Options());
        AutoConfig.FromPretrained(s_model).PushToHub("private", Options() with { Private = true });

        IEnumerable<string?> created = _hub.StandIn.Requests.Where(request => request.Path == "/api/repos/create").Select(request => request.Body);
        Assert.Equal(
            ["""{"name": "public", "organization": null}""", """{"name": "private", "organization": null, "visibility": "private"}"""], created);
        Assert.True(_hub.StandIn.IsPrivate("alice/private"));
    }

    private PushToHubOptions Options() => new() { Endpoint = _hub.StandIn.Url, Token = Tokens.AliceWrite, Handler = _hub.Handler };
}
