using FineTune.Hub;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Hub.Accounts;

/// <summary>Which token is sent, and where it came from.</summary>
public sealed class TokenLookupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune").FullName;

    private string TokenFile => Path.Combine(_folder, "token");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_argument_wins_then_the_new_variable_then_the_old_then_the_file()
    {
        File.WriteAllText(TokenFile, " hf_file\r\n");
        HubEnvironment file = With();
        HubEnvironment old = With(("HUGGING_FACE_HUB_TOKEN", "hf_old"));
        HubEnvironment both = With(("HUGGING_FACE_HUB_TOKEN", "hf_old"), ("HF_TOKEN", "hf_new\n"));

        Assert.Equal("hf_argument", TokenLookup.Resolve("hf_argument", both)!.Value);
        Assert.Equal("hf_new", TokenLookup.Resolve(null, both)!.Value);
        Assert.Equal("hf_old", TokenLookup.Resolve(null, old)!.Value);
        Assert.Equal("hf_file", TokenLookup.Resolve(null, file)!.Value);
        Assert.Contains(TokenFile, TokenLookup.Resolve(null, file)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void False_sends_none_and_true_insists()
    {
        Assert.Null(TokenLookup.Resolve(false, With(("HF_TOKEN", "hf_new"))));
        Assert.Equal("hf_new", TokenLookup.Resolve(true, With(("HF_TOKEN", "hf_new")))!.Value);
        Assert.Throws<LocalTokenNotFoundException>(() => TokenLookup.Resolve(true, With()));
        Assert.Null(TokenLookup.Resolve(null, With()));
    }

    [Fact]
    public void Without_implicit_tokens_only_who_asks_gets_one()
    {
        HubEnvironment environment = With(("HF_TOKEN", "hf_new"), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"));

        Assert.Null(TokenLookup.Resolve(null, environment));
        Assert.Equal("hf_new", TokenLookup.Resolve(true, environment)!.Value);
    }

    [Fact]
    public void A_token_that_cannot_be_sent_names_its_source_and_not_itself()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TokenLookup.Resolve(null, With(("HF_TOKEN", "hf_gehéim"))));

        Assert.Contains("HF_TOKEN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_geh", error.Message, StringComparison.Ordinal);
    }

    private HubEnvironment With(params (string Name, string Value)[] variables) =>
        TestHub.Environment([("HF_TOKEN_PATH", TokenFile), .. variables]);
}
