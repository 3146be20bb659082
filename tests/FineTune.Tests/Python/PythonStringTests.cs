namespace FineTune.Tests.Python;

public sealed class PythonStringTests
{
    [Theory]
    [InlineData("ΟΔΟΣ ΣΑΣ' Σ", "οδος σας' σ")]
    [InlineData("İK Å", "i̇k å")]
    [InlineData("ÄẞX", "äßx")]
    public void Lower_case_is_pythons(string text, string expected) => Assert.Equal(expected, PythonString.Lower(text));

    [Fact]
    public void White_space_is_pythons()
    {
        Assert.Equal(["a", "b", "c\u200b"], PythonString.Split("\u001fa\u0085\u00a0b\u2028\tc\u200b\n"));
        Assert.Equal(" a", PythonString.TrimEnd(" a \u001c\r\n"));
        Assert.Empty(PythonString.Split(" \t"));
    }

    [Fact]
    public void Characters_are_code_points() => Assert.Equal(["a", "🙂", "\ud83d", "b"], PythonString.Characters("a🙂\ud83db"));
}
