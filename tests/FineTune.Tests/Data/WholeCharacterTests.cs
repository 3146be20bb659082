namespace FineTune.Tests.Data;

/// <summary>Half a character has no bytes in UTF-8, so no file is written with it.</summary>
public sealed class WholeCharacterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_refused_before_anything_is_written()
    {
        // The compiler keeps halves in strings, the test runner would not pass them on.
        foreach (string half in new[] { "\ud83d", "a\ude00b", "\ude00\ud83d", "\ud83d\ude00\ud83d" })
        {
            IsRefused(half);
        }
    }

    private void IsRefused(string half)
    {
        foreach (object value in new object[] { half, new[] { "x", half }, new Dictionary<string, object?> { ["k"] = half } })
        {
            Dataset rows = Dataset.FromList([Row(value is string ? "whole 😀" : null), Row(value)]);
            foreach (Action write in new Action[] { () => rows.ToCsv(Path), () => rows.ToJson(Path), () => rows.ToParquet(Path), () => rows.SaveToDisk(Path) })
            {
                string message = Assert.Throws<ArgumentException>(write).Message;

                Assert.StartsWith("Column \"a\", row 1: ", message, StringComparison.Ordinal);
                Assert.Contains("half a character", message, StringComparison.Ordinal);
                Assert.DoesNotContain(message, char.IsSurrogate);
                Assert.False(File.Exists(Path) || Directory.Exists(Path));
            }
        }
    }

    [Fact]
    public void Whole_characters_are_written()
    {
        Dataset rows = Dataset.FromList([Row("😀"), Row("a😀b😀")]);

        rows.ToJson(Path);

        Assert.Equal(["😀", "a😀b😀"], Dataset.LoadJson(Path)["a"]);
    }

    private string Path => _folder.File("written");

    private static Example Row(object? value) => new([new("n", 1L), new("a", value)]);
}
