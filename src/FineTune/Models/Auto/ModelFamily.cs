namespace FineTune;

/// <summary>What the auto classes need to know of one architecture.</summary>
/// <param name="ModelType">Its name in <c>config.json</c>.</param>
/// <param name="DefaultConfig">Makes its configuration.</param>
internal sealed record ModelFamily(string ModelType, Func<PretrainedConfig> DefaultConfig);
