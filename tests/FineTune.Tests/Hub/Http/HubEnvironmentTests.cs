using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>The variables of the reference, and their defaults.</summary>
public sealed class HubEnvironmentTests
{
    [Fact]
    public void Without_variables_everything_is_where_the_reference_has_it()
    {
        HubEnvironment environment = With(("HOME", "/home/x"));

        Assert.Equal("https://huggingface.co", environment.Endpoint);
        Assert.Equal("/home/x/.cache/huggingface", environment.HfHome);
        Assert.Equal("/home/x/.cache/huggingface/hub", environment.HubCache);
        Assert.Equal("/home/x/.cache/huggingface/datasets", environment.DatasetsCache);
        Assert.Equal("/home/x/.cache/huggingface/token", environment.TokenPath);
        Assert.Equal("/home/x/.cache/huggingface/stored_tokens", environment.StoredTokensPath);
        Assert.Equal(TimeSpan.FromSeconds(10), environment.EtagTimeout);
        Assert.False(environment.IsOffline);
    }

    [Fact]
    public void Paths_are_expanded_and_an_empty_one_counts_as_unset()
    {
        HubEnvironment environment = With(
            ("HOME", "/home/x"), ("DISK", "/disk"), ("HF_HOME", "$DISK/hf/${DISK}"), ("HF_HUB_CACHE", ""), ("HUGGINGFACE_HUB_CACHE", "~/old"));

        Assert.Equal("/disk/hf//disk", environment.HfHome);
        Assert.Equal("/home/x/old", environment.HubCache);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("2", false)]
    [InlineData("", false)]
    public void True_is_one_of_four_words(string value, bool expected) =>
        Assert.Equal(expected, With(("HF_HUB_OFFLINE", value)).IsOffline);

    [Theory]
    [InlineData("1", null, true)]
    [InlineData("1", "0", false)]
    [InlineData("0", "1", true)]
    public void Data_sets_may_be_offline_by_themselves(string hub, string? datasets, bool expected) =>
        Assert.Equal(expected, With(("HF_HUB_OFFLINE", hub), ("HF_DATASETS_OFFLINE", datasets)).ForDatasets().IsOffline);

    [Theory]
    [InlineData("HF_HUB_DISABLE_PROGRESS_BARS", true, true)]
    [InlineData("HF_DATASETS_DISABLE_PROGRESS_BARS", false, true)]
    [InlineData("HF_HUB_OFFLINE", false, false)]
    public void Bars_are_turned_off_for_all_or_for_data_sets_alone(string variable, bool transfers, bool datasets)
    {
        HubEnvironment environment = With((variable, "1"));

        Assert.Equal((transfers, datasets), (environment.DisableProgressBars, environment.DisableDatasetProgressBars));
    }

    [Fact]
    public void A_timeout_that_is_no_number_is_said()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => With(("HF_HUB_ETAG_TIMEOUT", "soon")).EtagTimeout);

        Assert.Contains("HF_HUB_ETAG_TIMEOUT is \"soon\"", error.Message, StringComparison.Ordinal);
    }

    private static HubEnvironment With(params (string Name, string? Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
