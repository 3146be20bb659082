namespace FineTune.Data;

/// <summary>What a data set says about one of its configurations.</summary>
/// <param name="Features">What the columns hold, or null.</param>
/// <param name="NumExamples">The number of rows by split, or null.</param>
internal sealed record DatasetDescription(Features? Features, OrderedDictionary<string, long>? NumExamples);
