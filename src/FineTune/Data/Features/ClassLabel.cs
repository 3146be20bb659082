using System.Globalization;
using FineTune.Data;

namespace FineTune;

/// <summary>Classes stored as numbers, with the name of each: class <c>i</c> is <c>Names[i]</c>; -1 stands for a missing label.</summary>
/// <example><code>
/// var label = new ClassLabel("negative", "positive");
/// label.Str2Int("positive");   // 1
/// dataset.CastColumn("label", label);
/// </code></example>
public sealed record ClassLabel : Feature
{
    private readonly Dictionary<string, int> _ids;

    /// <summary>Initializes the classes from their names, in the order of their numbers.</summary>
    /// <exception cref="ArgumentException">There is no name, or one occurs twice.</exception>
    public ClassLabel(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            throw DataError.NoClasses();
        }

        Names = [.. names];
        _ids = new(names.Count, StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            if (!_ids.TryAdd(names[i], i))
            {
                throw DataError.DuplicateClass(names[i], _ids[names[i]], i);
            }
        }
    }

    /// <summary>Initializes classes named <c>"0"</c> to <c>numClasses - 1</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="numClasses"/> is not positive.</exception>
    public ClassLabel(int numClasses)
        : this([.. Enumerable.Range(0, Math.Max(0, numClasses)).Select(i => i.ToString(CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>Gets the name of each class.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the number of classes.</summary>
    public int NumClasses => Names.Count;

    /// <summary>Gets the names by number, as <see cref="FromPretrainedOptions.Id2Label"/> takes them.</summary>
    public IReadOnlyDictionary<int, string> Id2Label => Names.Index().ToDictionary(pair => pair.Index, pair => pair.Item);

    /// <summary>
    /// Gets the number of a class: of the name as it is, else without surrounding white space, else of a text that is the number.
    /// </summary>
    /// <exception cref="ArgumentException">The text is none of the names, nor a number from -1 to <c>NumClasses - 1</c>.</exception>
    public int Str2Int(string value) => TryStr2Int(value, out int id) ? id : throw DataError.InvalidClassLabel(value, this);

    /// <summary>Gets the name of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or there are not that many classes.</exception>
    public string Int2Str(int id) => id >= 0 && id < NumClasses ? Names[id] : throw DataError.ClassOutOfRange(id, this);

    /// <inheritdoc/>
    public bool Equals(ClassLabel? other) => other is not null && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NumClasses, Names[0], Names[^1]);

    /// <inheritdoc/>
    public override string ToString() => $"ClassLabel({string.Join(", ", Names)})";

    internal bool TryStr2Int(string value, out int id)
    {
        ArgumentNullException.ThrowIfNull(value);
        string trimmed = value.Trim();
        return _ids.TryGetValue(value, out id)
            || _ids.TryGetValue(trimmed, out id)
            || (int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id) && id >= -1 && id < NumClasses);
    }
}
