using System.Globalization;
using System.Text.RegularExpressions;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Which rows of which splits to load, in the words of <c>load_dataset</c>: <c>train</c>, <c>train[:10%]</c>, <c>train[100:200]</c>,
/// <c>train[:80%]+test[-5:]</c>, <c>all</c>. A string is taken for one.
/// </summary>
/// <remarks>
/// A bound is a row number or a percentage, and counts from the end when it is negative. A percentage is rounded to the nearest row
/// (half to even); with <c>(pct1_dropremainder)</c> behind the slice, one percent is a whole number of rows. A bound past the end means
/// the end.
/// </remarks>
public sealed partial class ReadInstruction
{
    private readonly string _spec;
    private readonly IReadOnlyList<SplitSlice> _slices;

    private ReadInstruction(string spec, IReadOnlyList<SplitSlice> slices)
    {
        _spec = spec;
        _slices = slices;
    }

    private bool IsAll => _slices.Count == 0;

    /// <summary>Reads an instruction.</summary>
    /// <param name="spec">Splits and slices, joined by <c>+</c>.</param>
    /// <exception cref="ArgumentException">The text is no instruction; the message says what is wrong.</exception>
    public static ReadInstruction FromSpec(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec == "all")
        {
            return new ReadInstruction(spec, []);
        }

        SplitSlice[] slices = [.. spec.Split('+').Select(part => Parse(part.Trim()))];
        foreach (SplitSlice other in slices.Skip(1))
        {
            if (slices[0].IsPercent && other.IsPercent && slices[0].DropsRemainder != other.DropsRemainder)
            {
                throw DataError.MixedRounding(spec);
            }
        }

        return new ReadInstruction(spec, slices);
    }

    /// <summary>Reads an instruction; see <see cref="FromSpec"/>.</summary>
    public static implicit operator ReadInstruction(string spec) => FromSpec(spec);

    /// <inheritdoc/>
    public override string ToString() => _spec;

    /// <summary>The splits it needs, each once.</summary>
    /// <exception cref="ArgumentException">A split is none of those there are.</exception>
    internal IReadOnlyList<string> SplitsOf(IReadOnlyList<string> available)
    {
        if (IsAll)
        {
            return available;
        }

        foreach (SplitSlice slice in _slices)
        {
            if (!available.Contains(slice.Split, StringComparer.Ordinal))
            {
                throw DataError.UnknownSplit(slice.Split, available);
            }
        }

        return [.. _slices.Select(slice => slice.Split).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The rows meant, part by part, of splits of that many rows.</summary>
    /// <exception cref="ArgumentException">A split is none of those there are.</exception>
    internal IReadOnlyList<(string Split, int From, int To)> Resolve(IReadOnlyDictionary<string, int> rows)
    {
        SplitsOf([.. rows.Keys]);
        IEnumerable<SplitSlice> slices = IsAll ? rows.Keys.Select(name => new SplitSlice(name)) : _slices;
        return [.. slices.Select(slice => slice.Resolve(rows[slice.Split]) is var (from, to) ? (slice.Split, from, to) : default)];
    }

    /// <summary>Takes its rows out of the splits.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    internal Dataset Read(DatasetDict splits)
    {
        Dataset[] parts = [.. Resolve(splits.NumRows)
            .Where(part => part.From < part.To)
            .Select(part => splits[part.Split].Slice(part.From, part.To - part.From))];
        return parts.Length switch
        {
            0 => throw DataError.NoRowsInSlice(_spec, splits),
            1 => parts[0],
            _ => Datasets.ConcatenateDatasets(parts),
        };
    }

    /// <summary>The splits it joins, if it takes them whole; null if it cuts one.</summary>
    /// <exception cref="ArgumentException">A split is none of those there are.</exception>
    internal IReadOnlyList<string>? WholeSplits(IReadOnlyList<string> available)
    {
        IReadOnlyList<string> known = SplitsOf(available);
        return IsAll ? known : _slices.All(slice => slice.From is null && slice.To is null) ? [.. _slices.Select(slice => slice.Split)] : null;
    }

    private static SplitSlice Parse(string part)
    {
        Match match = Slice().Match(part);
        if (!match.Success || !TryBound(match.Groups["from"], out int? from) || !TryBound(match.Groups["to"], out int? to))
        {
            throw DataError.BadInstruction(part);
        }

        bool percent = match.Groups["fromPercent"].Success || match.Groups["toPercent"].Success;
        string? rounding = match.Groups["rounding"] is { Success: true } given ? given.Value : null;
        if (rounding is not (null or "closest" or "pct1_dropremainder"))
        {
            throw DataError.UnknownRounding(rounding);
        }

        if (rounding is not null && !percent)
        {
            throw DataError.RoundingWithoutPercent(part);
        }

        if (percent && (Math.Abs(from ?? 0) > 100 || Math.Abs(to ?? 0) > 100))
        {
            throw DataError.PercentOutOfRange(part);
        }

        return new SplitSlice(match.Groups["split"].Value, from, to, percent, rounding == "pct1_dropremainder");
    }

    private static bool TryBound(Group group, out int? bound)
    {
        bound = null;
        if (!group.Success)
        {
            return true;
        }

        string digits = group.Value.Replace("_", string.Empty, StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return false;
        }

        bound = (int)Math.Clamp(value, int.MinValue + 1, int.MaxValue);
        return true;
    }

    [GeneratedRegex(
        @"^(?<split>\w+(\.\w+)*)(\[((?<from>-?[0-9_]+)(?<fromPercent>%)?)?:((?<to>-?[0-9_]+)(?<toPercent>%)?)?\])?(\((?<rounding>[^)]*)\))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Slice();
}
