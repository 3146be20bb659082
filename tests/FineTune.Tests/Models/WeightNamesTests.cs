namespace FineTune.Tests.Models;

public sealed class WeightNamesTests
{
    private static readonly HashSet<string> Head = ["bert.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.bias", "classifier.weight"];

    [Theory]
    [InlineData("bert.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.weight")]
    [InlineData("embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.weight")]
    [InlineData("embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight")]
    [InlineData("bert.embeddings.LayerNorm.beta", "bert.embeddings.LayerNorm.bias")]
    [InlineData("cls.predictions.bias", "cls.predictions.bias")]
    [InlineData("bert.other", "bert.other")]
    public void A_model_with_a_head_takes_names_with_and_without_the_prefix(string key, string expected) =>
        Assert.Equal(expected, new WeightNames("bert", Head).Map(key));

    [Theory]
    [InlineData("bert.embeddings.LayerNorm.weight", "embeddings.LayerNorm.weight")]
    [InlineData("embeddings.LayerNorm.gamma", "embeddings.LayerNorm.weight")]
    [InlineData("classifier.weight", "classifier.weight")]
    public void A_base_model_takes_names_with_and_without_the_prefix(string key, string expected) =>
        Assert.Equal(expected, new WeightNames("bert", new HashSet<string> { "embeddings.LayerNorm.weight" }).Map(key));

    [Fact]
    public void Old_names_are_remembered()
    {
        WeightNames names = new("bert", Head);
        names.Map("classifier.weight");
        Assert.False(names.SawLegacyNames);

        names.Map("embeddings.LayerNorm.beta");

        Assert.True(names.SawLegacyNames);
        Assert.Equal("bert.embeddings.LayerNorm.gamma", WeightNames.ToLegacy("bert.embeddings.LayerNorm.weight"));
    }
}
