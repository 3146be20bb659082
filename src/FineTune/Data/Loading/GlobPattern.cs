using System.Text;
using System.Text.RegularExpressions;

namespace FineTune.Data;

/// <summary>
/// A pattern of file paths: <c>*</c> and <c>?</c> stay within a folder, <c>**</c> as a whole segment crosses folders, <c>[0-9]</c> is one of
/// some characters. Names that begin with a dot, folders that begin with two underscores and the files that describe a data set match only
/// where the pattern names them.
/// </summary>
internal sealed class GlobPattern
{
    private static readonly char[] s_magic = ['*', '?', '['];
    private static readonly string[] s_descriptions =
        ["README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip", "dataset_dict.json"];

    private readonly Regex _regex;
    private readonly string _name;
    private readonly int _hidden;
    private readonly int _special;

    /// <exception cref="ArgumentException">Two stars stand beside something else.</exception>
    public GlobPattern(string pattern)
    {
        Text = pattern;
        _regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        _name = LastSegment(pattern);
        _hidden = CountHidden(pattern);
        _special = CountSpecial(pattern);
    }

    public string Text { get; }

    /// <summary>Gets whether a pattern stands for more than one path.</summary>
    public static bool HasMagic(string pattern) => pattern.IndexOfAny(s_magic) >= 0;

    /// <summary>Splits a pattern into the folder that all its paths lie in ("" or ending with "/") and the rest.</summary>
    public static (string Folder, string Pattern) SplitFolder(string pattern)
    {
        int magic = pattern.IndexOfAny(s_magic);
        int slash = (magic < 0 ? pattern : pattern[..magic]).LastIndexOf('/');
        return (pattern[..(slash + 1)], pattern[(slash + 1)..]);
    }

    public bool IsMatch(string path)
    {
        string name = LastSegment(path);
        return _regex.IsMatch(path)
            && (name == _name || !s_descriptions.Contains(name, StringComparer.Ordinal))
            && CountHidden(path) == _hidden
            && CountSpecial(path) == _special;
    }

    private static string LastSegment(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static int CountHidden(string path) =>
        path.Split('/').Count(part => part.StartsWith('.') && part.AsSpan().ContainsAnyExcept('.'));

    /// <summary>The folders, not the file, that begin with two underscores.</summary>
    private static int CountSpecial(string path) => path.Split('/').SkipLast(1).Count(part => part.StartsWith("__", StringComparison.Ordinal));

    private static string Translate(string pattern)
    {
        StringBuilder regex = new("^");
        string[] parts = pattern.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            bool last = i == parts.Length - 1;
            if (parts[i] == "**")
            {
                regex.Append(last ? ".*" : "(.+/)?");
                continue;
            }

            if (parts[i].Contains("**", StringComparison.Ordinal))
            {
                throw DataError.StarsInsideSegment(pattern);
            }

            TranslateSegment(parts[i], regex);
            regex.Append(last ? string.Empty : "/");
        }

        return regex.Append("\\z").ToString();
    }

    private static void TranslateSegment(string part, StringBuilder regex)
    {
        if (part == "*")
        {
            regex.Append("[^/]+");
            return;
        }

        for (int i = 0; i < part.Length; i++)
        {
            int end = part[i] == '[' ? EndOfSet(part, i) : -1;
            if (end > 0)
            {
                AppendSet(part[(i + 1)..end], regex);
                i = end;
                continue;
            }

            regex.Append(part[i] switch
            {
                '*' => "[^/]*",
                '?' => "[^/]",
                char c => Regex.Escape(c.ToString()),
            });
        }
    }

    /// <summary>Where a set's bracket closes: a bracket right after the opening one, or after its exclamation mark, belongs to the set.</summary>
    private static int EndOfSet(string part, int start)
    {
        int first = start + (start + 1 < part.Length && part[start + 1] == '!' ? 2 : 1);
        return first + 1 <= part.Length - 1 ? part.IndexOf(']', first + 1) : -1;
    }

    private static void AppendSet(string set, StringBuilder regex)
    {
        int start = set[0] == '!' ? 1 : 0;
        int begin = regex.Append(start == 1 ? "[^" : "[").Length;
        for (int i = start; i < set.Length; i++)
        {
            bool range = i + 2 < set.Length && set[i + 1] == '-';
            if (range && set[i] <= set[i + 2])
            {
                AppendLiteral(set[i], regex);
                regex.Append('-');
                AppendLiteral(set[i + 2], regex);
            }
            else if (!range)
            {
                AppendLiteral(set[i], regex);
            }

            i += range ? 2 : 0;
        }

        regex.Append(regex.Length > begin ? "]" : start == 1 ? "\\s\\S]" : "^\\s\\S]");
    }

    private static void AppendLiteral(char c, StringBuilder regex)
    {
        if (c is '\\' or ']' or '[' or '^' or '-')
        {
            regex.Append('\\');
        }

        regex.Append(c);
    }
}
