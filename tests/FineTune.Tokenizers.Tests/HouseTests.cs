namespace FineTune.Tokenizers.Tests;

public sealed class HouseTests
{
    [Fact]
    public void The_repository_root_is_found() => Assert.True(Directory.Exists(Golden.Path()));
}
