namespace FineTune.Tests.Models.Families;

/// <summary>Keys that follow from others where they are not given.</summary>
public sealed class DerivedConfigTests
{
    private const string Full = "full_attention";
    private const string Sliding = "sliding_attention";

    [Fact]
    public void A_configuration_made_in_code_has_what_follows_from_its_sizes()
    {
        ModernBertConfig config = new() { NumHiddenLayers = 4 };

        Assert.Equal([Full, Sliding, Sliding, Full], config.LayerTypes);
        Assert.Equal(160000, config.RopeTheta(Full));
        Assert.Equal(10000, config.RopeTheta(Sliding));
    }

    [Theory]
    [InlineData("""{"model_type": "modernbert", "num_hidden_layers": 3, "global_attn_every_n_layers": 2}""", 5)]
    [InlineData("""{"model_type": "modernbert", "num_hidden_layers": 9, "global_attn_every_n_layers": 2}""", 5)]
    public void Layers_that_a_file_does_not_name_follow_their_overridden_number(string given, int count)
    {
        using TemporaryFolder folder = new();

        PretrainedConfig config = AutoConfig.FromPretrained(folder.Write("config.json", given), Layers(count));

        Assert.Equal([Full, Sliding, Full, Sliding, Full], ((ModernBertConfig)config).LayerTypes);
    }

    [Fact]
    public void Fewer_layers_than_a_saved_model_has_are_its_first()
    {
        using TemporaryFolder folder = new();
        string[] types = [Sliding, Full, Sliding, Sliding];
        new ModernBertConfig { NumHiddenLayers = 4, LayerTypes = types }.SavePretrained(folder.Path);

        PretrainedConfig config = AutoConfig.FromPretrained(folder.Path, Layers(2));

        Assert.Equal(types[..2], ((ModernBertConfig)config).LayerTypes);
        Assert.Throws<ArgumentException>(() => AutoConfig.FromPretrained(folder.Path, Layers(6)));
    }

    [Fact]
    public void A_pooler_that_a_file_does_not_name_follows_an_overridden_size()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("config.json", """{"model_type": "deberta-v2", "hidden_size": 96, "num_attention_heads": 4}""");

        PretrainedConfig config = AutoConfig.FromPretrained(file, new Dictionary<string, object?> { ["hidden_size"] = 64 });

        Assert.Equal(64L, config.ToDictionary()["pooler_hidden_size"]);
    }

    private static Dictionary<string, object?> Layers(int count) => new() { ["num_hidden_layers"] = count };
}
