using System.Net;
using FineTune.Hub;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Hub.Accounts;

/// <summary>Log-ins in the files that the reference's tools use too.</summary>
public sealed class LoginTests : IDisposable
{
    private const string Stored = "[bob]\nhf_token = hf_bob\nnote = keep me\n\n[oauth-al]\nhf_token = hf_old\nrefresh_token = r\nexpires_at = 1000\n\n";

    private readonly TemporaryFolder _folder = new();

    private string TokenFile => Path.Combine(_folder.Path, "home", "token");

    private string StoredFile => Path.Combine(_folder.Path, "home", "stored_tokens");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_writes_both_files_and_the_second_goes_in_order()
    {
        await LoginAsync("hf_zoe" + _folder.Path.GetHashCode(), "zoe");
        AuthChange change = await LoginAsync(" hf_amy\n", "amy");

        Assert.Equal(["amy"], change.TokenNames);
        Assert.Equal("alice", change.User!.Name);
        Assert.Null(change.OverriddenBy);
        Assert.Equal("hf_amy", File.ReadAllText(TokenFile));
        Assert.StartsWith("[amy]\nhf_token = hf_amy\n\n[zoe]\nhf_token = hf_zoe", File.ReadAllText(StoredFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_files_are_their_owners_alone()
    {
        await LoginAsync("hf_mode", "mode");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StoredFile));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(TokenFile)!));
        }
    }

    [Fact]
    public async Task A_login_leaves_alone_what_it_does_not_know()
    {
        _folder.Write("home/stored_tokens", Stored + "[other]\r\nkey = value\r\n");

        await LoginAsync("hf_new", "oauth-al");

        Assert.Equal(
            "[bob]\nhf_token = hf_bob\nnote = keep me\n\n[oauth-al]\nhf_token = hf_new\n\n[other]\nkey = value\n\n", File.ReadAllText(StoredFile));
    }

    [Fact]
    public async Task A_login_says_when_a_variable_wins_over_it()
    {
        AuthChange change = await LoginAsync("hf_overridden", "x", ("HF_TOKEN", "hf_other"));

        Assert.Equal("HF_TOKEN", change.OverriddenBy);
    }

    [Fact]
    public async Task A_token_that_the_hub_does_not_know_is_not_stored()
    {
        StubHandler handler = new(_ => StubHandler.Answer(
            HttpStatusCode.Unauthorized, string.Empty, ("X-Error-Message", "Invalid credentials in Authorization header")));

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(
            () => HfHub.LoginAsync("hf_wrong", new() { Handler = handler }, Environment(), CancellationToken.None));

        Assert.Contains("Invalid user token.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_wrong", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(TokenFile) || File.Exists(StoredFile));
    }

    [Theory]
    [InlineData("api_org_123")]
    [InlineData(" \n")]
    public Task What_is_no_users_token_is_refused_unasked(string token) =>
        Assert.ThrowsAsync<ArgumentException>(() => HfHub.LoginAsync(token, new(), Environment(), CancellationToken.None));

    [Fact]
    public void A_switch_makes_another_token_the_active_one()
    {
        _folder.Write("home/stored_tokens", Stored);

        HfHub.AuthSwitch("bob", Environment());

        Assert.Equal("hf_bob", File.ReadAllText(TokenFile));
        Assert.Equal([("bob", true), ("oauth-al", false)], HfHub.AuthList(Environment()).Select(token => (token.Name, token.IsActive)));
    }

    [Fact]
    public void A_switch_to_an_unknown_name_lists_the_known()
    {
        _folder.Write("home/stored_tokens", Stored);

        ArgumentException error = Assert.Throws<ArgumentException>(() => HfHub.AuthSwitch("carl", Environment()));

        Assert.Contains("it has bob, oauth-al", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob", false, true)]
    [InlineData("oauth-al", true, true)]
    [InlineData(null, false, false)]
    public void A_logout_forgets_the_token_and_the_file_of_the_active_one(string? name, bool tokenStays, bool storedStays)
    {
        _folder.Write("home/stored_tokens", Stored);
        _folder.Write("home/token", "hf_bob");

        AuthChange change = HfHub.Logout(name, Environment());

        Assert.Equal(name is null ? ["bob", "oauth-al"] : [name], change.TokenNames);
        Assert.Equal(tokenStays, File.Exists(TokenFile));
        Assert.Equal(storedStays, File.Exists(StoredFile));
    }

    [Fact]
    public void An_expired_login_says_to_log_in_again()
    {
        _folder.Write("home/stored_tokens", Stored);
        _folder.Write("home/token", "hf_old");

        LocalTokenNotFoundException error = Assert.Throws<LocalTokenNotFoundException>(() => TokenLookup.Resolve(null, Environment()));

        Assert.Contains("Log in again", error.Message, StringComparison.Ordinal);
    }

    private Task<AuthChange> LoginAsync(string token, string name, params (string Name, string Value)[] variables)
    {
        string answer = """{"name": "alice", "auth": {"accessToken": {"displayName": "NAME", "role": "write"}}}""".Replace("NAME", name, StringComparison.Ordinal);
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, answer));
        HubOptions options = new() { Handler = handler, Endpoint = "http://login.test:" + (_folder.Path.GetHashCode() & 0x7FFF) };
        return HfHub.LoginAsync(token, options, Environment(variables), CancellationToken.None);
    }

    private HubEnvironment Environment(params (string Name, string Value)[] variables) =>
        TestHub.Environment([("HF_HOME", Path.Combine(_folder.Path, "home")), .. variables]);
}
