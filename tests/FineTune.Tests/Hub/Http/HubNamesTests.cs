using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>Names that become paths and addresses.</summary>
public sealed class HubNamesTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("org/name")]
    [InlineData("Org_1.x/na-me_v1.0")]
    [InlineData("a/b")]
    public void A_good_repository_name_is_taken(string id) => Assert.Null(HubNames.ProblemOfRepoId(id));

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("/b")]
    [InlineData("a/")]
    [InlineData("a--b")]
    [InlineData("a..b")]
    [InlineData("../b")]
    [InlineData("-a/b")]
    [InlineData("a/b-")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a/b.git")]
    [InlineData("a/b c")]
    [InlineData("a\\b")]
    [InlineData("a/b\n")]
    [InlineData("ü/b")]
    public void A_bad_repository_name_is_refused(string id) => Assert.Throws<ArgumentException>(() => RepoId.Model(id));

    [Fact]
    public void A_repository_name_may_have_96_characters()
    {
        Assert.Null(HubNames.ProblemOfRepoId(new string('a', 96)));
        Assert.NotNull(HubNames.ProblemOfRepoId(new string('a', 97)));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("a/b/c d.txt")]
    [InlineData("..a/b..")]
    [InlineData("con.txt")]
    public void A_good_file_name_is_taken(string path) => Assert.Null(HubNames.ProblemOfFile(path, windows: false));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a\\..\\b")]
    [InlineData("..\\b")]
    [InlineData("\\\\server\\share")]
    [InlineData("C:\\b")]
    [InlineData("c:b")]
    [InlineData("a\0b")]
    public void A_file_name_that_leads_elsewhere_is_refused(string path)
    {
        Assert.NotNull(HubNames.ProblemOfFile(path, windows: false));
        Assert.Throws<ArgumentException>(() => HubNames.CheckFile(path));
        Assert.Throws<ArgumentException>(() => HubNames.CheckRevision(path));
    }

    [Theory]
    [InlineData("con")]
    [InlineData("a/NUL.txt")]
    [InlineData("lpt1")]
    [InlineData("a./b")]
    [InlineData("a ")]
    [InlineData("a:b")]
    public void What_windows_cannot_store_is_refused_there(string path) => Assert.NotNull(HubNames.ProblemOfFile(path, windows: true));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567", false)]
    [InlineData("0123456", false)]
    [InlineData("main", false)]
    public void A_commit_is_forty_digits(string revision, bool expected) => Assert.Equal(expected, HubNames.IsCommit(revision));
}
