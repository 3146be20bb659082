namespace FineTune.Tests.Models.Families;

/// <summary>What a configuration of ModernBERT or DeBERTa asks for and nobody computes is refused by name.</summary>
public sealed class RefusedConfigTests
{
    [Theory]
    [InlineData("""{"model_type": "modernbert", "rope_scaling": {"rope_type": "linear", "factor": 2.0}}""", "rope_type \"default\"")]
    [InlineData("""{"model_type": "modernbert", "global_rope_theta": -1}""", "rope_theta of full_attention")]
    [InlineData("""{"model_type": "modernbert", "layer_types": ["full_attention"], "num_hidden_layers": 2}""", "layer_types has 1 entries")]
    [InlineData("""{"model_type": "modernbert", "layer_types": ["causal"], "num_hidden_layers": 1}""", "layer_types")]
    [InlineData("""{"model_type": "modernbert", "hidden_size": 36}""", "an even number")]
    [InlineData("""{"model_type": "modernbert", "head_dim": 32}""", "head_dim is 32, but only 64")]
    [InlineData("""{"model_type": "modernbert", "sliding_window": 2.5}""", "sliding_window is 2.5")]
    [InlineData("""{"model_type": "modernbert", "sliding_window": null}""", "sliding_window is null")]
    [InlineData("""{"model_type": "modernbert", "sliding_window": -3}""", "local_attention is -6")]
    [InlineData("""{"model_type": "modernbert", "global_attn_every_n_layers": 0}""", "global_attn_every_n_layers is 0")]
    [InlineData("""{"model_type": "modernbert", "global_attn_every_n_layers": null}""", "global_attn_every_n_layers is null")]
    [InlineData("""{"model_type": "modernbert", "classifier_pooling": "max"}""", "classifier_pooling is \"max\"")]
    [InlineData("""{"model_type": "deberta", "talking_head": true}""", "talking_head")]
    [InlineData("""{"model_type": "deberta", "pos_att_type": "c2p|p2p"}""", "p2p")]
    [InlineData("""{"model_type": "deberta", "pooler_hidden_size": 100}""", "pooler_hidden_size is 100")]
    [InlineData("""{"model_type": "deberta-v2", "attention_head_size": 128}""", "attention_head_size is 128")]
    [InlineData("""{"model_type": "deberta-v2", "conv_kernel_size": 4}""", "conv_kernel_size is 4")]
    [InlineData("""{"model_type": "deberta-v2", "conv_kernel_size": 3, "conv_groups": 2}""", "conv_groups is 2")]
    [InlineData("""{"model_type": "deberta-v2", "conv_kernel_size": 3, "conv_act": "none"}""", "conv_act is \"none\"")]
    [InlineData("""{"model_type": "deberta-v2", "conv_kernel_size": 1000001}""", "conv_kernel_size (1000001)")]
    [InlineData("""{"model_type": "deberta-v2", "position_buckets": 2147483647}""", "position_buckets (2147483647)")]
    [InlineData("""{"model_type": "deberta", "max_relative_positions": 2147483647}""", "max_relative_positions (2147483647)")]
    public void It_is_named(string config, string named)
    {
        using TemporaryFolder folder = new();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => AutoConfig.FromPretrained(folder.Write("config.json", config)));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}
