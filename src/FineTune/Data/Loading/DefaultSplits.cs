using System.Text.RegularExpressions;

namespace FineTune.Data;

/// <summary>
/// Finds the splits of a data set that does not say which files belong to which: by names like <c>data/train-00000-of-00002.parquet</c>,
/// else by the names of folders, else by those of files; else everything is <c>train</c>.
/// </summary>
internal static partial class DefaultSplits
{
    private const string Shards = "-[0-9][0-9][0-9][0-9][0-9]-of-[0-9][0-9][0-9][0-9][0-9]*.*";
    private const string Separators = "[-._ 0-9]";
    private static readonly (string Split, string[] Keywords)[] s_keywords =
    [
        ("train", ["train", "training"]),
        ("validation", ["validation", "valid", "dev", "val"]),
        ("test", ["test", "testing", "eval", "evaluation"]),
    ];

    private static readonly string[] s_folders =
        ["**/{0}/**", "**/{0}" + Separators + "*/**", "**/*" + Separators + "{0}/**", "**/*" + Separators + "{0}" + Separators + "*/**"];

    private static readonly string[] s_names = ["**/{0}" + Separators + "*", "**/*" + Separators + "{0}" + Separators + "*"];

    /// <summary>Gets whether a text can name a split.</summary>
    public static bool IsSplitName(string name) => SplitName().IsMatch(name);

    /// <summary>Gets the name of a split, which becomes that of a file or folder.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string RequireSplitName(string name) => IsSplitName(name) ? name : throw DataError.WrongSplitName(name);

    /// <summary>The patterns by split, below <paramref name="folder"/> ("" or ending with "/"); null if there is no file at all.</summary>
    /// <exception cref="InvalidDataException">A file is named for a split that cannot be named so.</exception>
    public static async Task<DataFiles?> FindAsync(IDataTree tree, string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<DataFileSource> shards = await tree.FindAsync(folder + "data/*" + Shards, cancellationToken).ConfigureAwait(false);
        if (shards.Count > 0)
        {
            return OfShards(shards);
        }

        foreach (string[] templates in new[] { s_folders, s_names })
        {
            if (await ByKeywordAsync(tree, folder, templates, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return (await tree.FindAsync(folder + "**", cancellationToken).ConfigureAwait(false)).Count > 0 ? new DataFiles { ["train"] = ["**"] } : null;
    }

    private static DataFiles OfShards(IReadOnlyList<DataFileSource> shards)
    {
        string[] splits = [.. shards.Select(file => ShardName().Match(file.Name).Groups["split"].Value).Distinct(StringComparer.Ordinal).Select(RequireSplitName)];
        IEnumerable<string> ordered = splits
            .OrderBy(split => Array.FindIndex(s_keywords, known => known.Split == split) is >= 0 and int place ? place : s_keywords.Length)
            .ThenBy(split => split, CodePointOrder.Instance);
        return new DataFiles(ordered.Select(split => KeyValuePair.Create(split, (IReadOnlyList<string>)[$"data/{split}{Shards}"])));
    }

    private static async Task<DataFiles?> ByKeywordAsync(IDataTree tree, string folder, string[] templates, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, IReadOnlyList<string>>> found = [];
        foreach ((string split, string[] keywords) in s_keywords)
        {
            string[] patterns = [.. keywords.SelectMany(keyword => templates.Select(template => template.Replace("{0}", keyword, StringComparison.Ordinal)))];
            foreach (string pattern in patterns)
            {
                if ((await tree.FindAsync(folder + pattern, cancellationToken).ConfigureAwait(false)).Count > 0)
                {
                    found.Add(KeyValuePair.Create(split, (IReadOnlyList<string>)patterns));
                    break;
                }
            }
        }

        return found.Count > 0 ? new DataFiles(found) : null;
    }

    [GeneratedRegex(@"^\w+(\.\w+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SplitName();

    [GeneratedRegex("(?<split>.+)-[0-9]{5}-of-[0-9]{4}", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex ShardName();
}
