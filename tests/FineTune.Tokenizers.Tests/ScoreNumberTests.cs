using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class ScoreNumberTests
{
    [Fact]
    public void Scores_are_the_numbers_the_reference_reads()
    {
        int further = 0;
        foreach (JsonNode? row in Folders.Json("scores/scores.json").AsArray())
        {
            (string text, string bits) = (row![0]!.GetValue<string>(), row[1]!.GetValue<string>());
            double score = ScoreNumber.Parse(System.Text.Encoding.UTF8.GetBytes(text));

            Assert.Equal($"{text}: {bits}", $"{text}: {BitConverter.DoubleToInt64Bits(score):x16}");
            further += score.Equals(double.Parse(text, CultureInfo.InvariantCulture)) ? 0 : 1;
        }

        Assert.InRange(further, 50, 500);
    }

    [Theory]
    [InlineData("1e309")]
    [InlineData("-1e99999999999999999999")]
    [InlineData("100000000000000000000000e300")]
    public void A_number_that_is_too_large_is_infinite(string text) =>
        Assert.True(double.IsInfinity(ScoreNumber.Parse(System.Text.Encoding.UTF8.GetBytes(text))));
}
