using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>One data set to evaluate on, or several with a name each, whose metrics then carry it: <c>eval_NAME_loss</c>.</summary>
/// <remarks>A <see cref="Dataset"/>, a <see cref="DatasetDict"/>, an array, a list or a dictionary can be given where this is expected.</remarks>
public sealed class EvalDatasets
{
    private EvalDatasets(IReadOnlyList<KeyValuePair<string?, IEnumerable<Example>>> items) => Items = items;

    /// <summary>Gets whether there are names.</summary>
    public bool IsNamed => Items is not [{ Key: null }];

    /// <summary>Gets the names, in order; empty when there is one data set without a name.</summary>
    public IEnumerable<string> Names => Items.Where(item => item.Key is not null).Select(item => item.Key!);

    internal IReadOnlyList<KeyValuePair<string?, IEnumerable<Example>>> Items { get; }

    /// <summary>Wraps one data set.</summary>
    public static EvalDatasets From(IEnumerable<Example> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new EvalDatasets([KeyValuePair.Create<string?, IEnumerable<Example>>(null, dataset)]);
    }

    /// <summary>Wraps data sets with names.</summary>
    public static EvalDatasets From<T>(IEnumerable<KeyValuePair<string, T>> datasets)
        where T : IEnumerable<Example>
    {
        ArgumentNullException.ThrowIfNull(datasets);
        return new EvalDatasets([.. datasets.Select(pair => KeyValuePair.Create<string?, IEnumerable<Example>>(pair.Key, pair.Value))]);
    }

    /// <summary>Wraps one data set; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(dataset))]
    public static implicit operator EvalDatasets?(Dataset? dataset) => dataset is null ? null : From(dataset);

    /// <summary>Wraps one data set; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(dataset))]
    public static implicit operator EvalDatasets?(Example[]? dataset) => dataset is null ? null : From(dataset);

    /// <summary>Wraps one data set; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(dataset))]
    public static implicit operator EvalDatasets?(List<Example>? dataset) => dataset is null ? null : From(dataset);

    /// <summary>Wraps data sets with names; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(datasets))]
    public static implicit operator EvalDatasets?(DatasetDict? datasets) => datasets is null ? null : From<Dataset>(datasets);

    /// <summary>Wraps data sets with names; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(datasets))]
    public static implicit operator EvalDatasets?(Dictionary<string, Dataset>? datasets) => datasets is null ? null : From<Dataset>(datasets);

    /// <summary>Gets other data sets in the places of these.</summary>
    internal EvalDatasets Select(Func<IEnumerable<Example>, IEnumerable<Example>> change) =>
        new([.. Items.Select(item => KeyValuePair.Create(item.Key, change(item.Value)))]);

    internal IEnumerable<Example> this[string? name] => Items.FirstOrDefault(item => item.Key == name).Value ?? throw new ArgumentException(
        $"There is no evaluation data named \"{name}\"; there is {string.Join(", ", Names)}.");
}
