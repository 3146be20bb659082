using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Which files to load, by split: the reference's <c>data_files</c>. A text or a list of texts is the split <c>train</c>; a dictionary has a
/// text or a list by split. A text is a path, a pattern (<c>*</c>, <c>**</c>, <c>?</c>, <c>[0-9]</c>), an <c>https://</c> address or
/// <c>hf://datasets/org/name/file</c>.
/// </summary>
/// <example><code>
/// Datasets.LoadDataset("csv", dataFiles: "reviews.csv");
/// Datasets.LoadDataset("csv", dataFiles: ["part0/*.csv", "part1/*.csv"]);
/// Datasets.LoadDataset("json", dataFiles: new() { ["train"] = ["a.jsonl", "b.jsonl"], ["test"] = ["test.jsonl"] });
/// </code></example>
[CollectionBuilder(typeof(DataFiles), nameof(Train))]
public sealed class DataFiles : IEnumerable<string>
{
    private readonly OrderedDictionary<string, IReadOnlyList<string>> _splits = new(StringComparer.Ordinal);

    /// <summary>Initializes an empty collection; fill it with <c>new() { ["train"] = ["train.csv"] }</c>.</summary>
    public DataFiles()
    {
    }

    /// <summary>Initializes the collection from splits and their paths or patterns.</summary>
    /// <exception cref="ArgumentException">A split occurs twice.</exception>
    public DataFiles(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        foreach ((string split, IReadOnlyList<string> paths) in splits)
        {
            if (!_splits.TryAdd(split, paths))
            {
                throw DataError.DuplicateSplit(split);
            }
        }
    }

    /// <summary>Makes the split <c>train</c> of paths or patterns; what <c>["a.csv", "b.csv"]</c> calls.</summary>
    public static DataFiles Train(ReadOnlySpan<string> paths) => new() { ["train"] = paths.ToArray() };

    /// <summary>Gets the splits.</summary>
    public IReadOnlyList<string> Splits => [.. _splits.Keys];

    /// <summary>Gets the paths or patterns of a split; sets them while the collection is made.</summary>
    /// <exception cref="KeyNotFoundException">There is no such split.</exception>
    public IReadOnlyList<string> this[string split]
    {
        get => _splits.TryGetValue(split, out IReadOnlyList<string>? paths) ? paths : throw DataError.NoSplit(split, Splits);
        init => _splits[split] = value;
    }

    /// <summary>Takes a path or pattern for the split <c>train</c>; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator DataFiles?(string? path) => path is null ? null : new() { ["train"] = [path] };

    /// <summary>Takes paths or patterns for the split <c>train</c>; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(paths))]
    public static implicit operator DataFiles?(string[]? paths) => paths is null ? null : new() { ["train"] = paths };

    /// <summary>Takes paths or patterns for the split <c>train</c>; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(paths))]
    public static implicit operator DataFiles?(List<string>? paths) => paths is null ? null : new() { ["train"] = paths };

    /// <summary>Takes a path or pattern for each split; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(splits))]
    public static implicit operator DataFiles?(Dictionary<string, string>? splits) =>
        splits is null ? null : new(splits.Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<string>)[pair.Value])));

    /// <summary>Takes paths or patterns for each split; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(splits))]
    public static implicit operator DataFiles?(Dictionary<string, string[]>? splits) =>
        splits is null ? null : new(splits.Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<string>)pair.Value)));

    /// <summary>Gets the paths and patterns of all splits.</summary>
    public IEnumerator<string> GetEnumerator() => _splits.Values.SelectMany(paths => paths).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
