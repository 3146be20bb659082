namespace FineTune.Tokenizers;

/// <summary>The sets of characters of regular expressions, by name, made when first asked for.</summary>
internal static class RegexClasses
{
    private static readonly Dictionary<string, Category[]> Categories = new(StringComparer.Ordinal)
    {
        ["l"] = [Category.Lu, Category.Ll, Category.Lt, Category.Lm, Category.Lo],
        ["lc"] = [Category.Lu, Category.Ll, Category.Lt],
        ["m"] = [Category.Mn, Category.Mc, Category.Me],
        ["n"] = [Category.Nd, Category.Nl, Category.No],
        ["p"] = [Category.Pc, Category.Pd, Category.Ps, Category.Pe, Category.Pi, Category.Pf, Category.Po],
        ["s"] = [Category.Sm, Category.Sc, Category.Sk, Category.So],
        ["z"] = [Category.Zs, Category.Zl, Category.Zp],
        ["c"] = [Category.Cc, Category.Cf, Category.Co, Category.Cn, Category.Cs],
    };

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "l",
        ["casedletter"] = "lc",
        ["uppercaseletter"] = "lu",
        ["lowercaseletter"] = "ll",
        ["titlecaseletter"] = "lt",
        ["modifierletter"] = "lm",
        ["otherletter"] = "lo",
        ["mark"] = "m",
        ["combiningmark"] = "m",
        ["nonspacingmark"] = "mn",
        ["spacingmark"] = "mc",
        ["enclosingmark"] = "me",
        ["number"] = "n",
        ["decimalnumber"] = "nd",
        ["letternumber"] = "nl",
        ["othernumber"] = "no",
        ["punctuation"] = "p",
        ["punct"] = "p",
        ["connectorpunctuation"] = "pc",
        ["dashpunctuation"] = "pd",
        ["openpunctuation"] = "ps",
        ["closepunctuation"] = "pe",
        ["initialpunctuation"] = "pi",
        ["finalpunctuation"] = "pf",
        ["otherpunctuation"] = "po",
        ["symbol"] = "s",
        ["mathsymbol"] = "sm",
        ["currencysymbol"] = "sc",
        ["modifiersymbol"] = "sk",
        ["othersymbol"] = "so",
        ["separator"] = "z",
        ["spaceseparator"] = "zs",
        ["lineseparator"] = "zl",
        ["paragraphseparator"] = "zp",
        ["other"] = "c",
        ["control"] = "cc",
        ["format"] = "cf",
        ["privateuse"] = "co",
        ["unassigned"] = "cn",
        ["surrogate"] = "cs",
    };

    private static readonly HashSet<string> PosixNames =
        ["alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit", "word"];

    private static readonly Dictionary<string, CodePointSet> Made = new(StringComparer.Ordinal);
    private static readonly Dictionary<int, CodePointSet> Singles = [];
    private static readonly Lazy<CodePointSet> Everything = new(() => CodePointSet.Range(0, 0x10FFFF));
    private static readonly Lazy<CodePointSet> NoLineFeed = new(() => Single('\n').Complement());

    public static CodePointSet Any => Everything.Value;

    /// <summary>Gets what is a word character at boundaries and outside brackets.</summary>
    public static CodePointSet Word { get; } = CharacterData.Instance.Set("w")!;

    public static CodePointSet AnyButLineFeed => NoLineFeed.Value;

    /// <summary>Gets <c>\R</c>: a line break, CR LF as one.</summary>
    public static RegexNode LineBreak => new RegexNode.Atomic(new RegexNode.Choice(
    [
        new RegexNode.Sequence([new RegexNode.OneOf(Single('\r')), new RegexNode.OneOf(Single('\n'))]),
        new RegexNode.OneOf(CodePointSet.Range('\n', '\r').With(0x85).With(0x2028).With(0x2029)),
    ]));

    /// <summary>One character; the set is shared and must stay as it is.</summary>
    public static CodePointSet Single(int point)
    {
        lock (Singles)
        {
            if (!Singles.TryGetValue(point, out CodePointSet? set))
                Singles[point] = set = CodePointSet.Range(point, point);
            return set;
        }
    }

    public static CodePointSet? Posix(string name) => PosixNames.Contains(name) ? CharacterData.Instance.Set(name) : null;

    /// <summary>
    /// A category, script, property or class by name, however it is written; null when there is none. Word characters are fewer in brackets
    /// than outside, where some numbers are some.
    /// </summary>
    public static CodePointSet? Named(string name, bool inBrackets = false)
    {
        string key = string.Concat(name.Where(c => c is not (' ' or '_' or '-'))).ToLowerInvariant();
        if (name == "w" || key == "word")
            return CharacterData.Instance.Set(inBrackets ? "word" : "w");
        if (name is "s" or "d" or "h")
            return CharacterData.Instance.Set(name);
        if (key == "any")
            return Any;
        key = LongNames.GetValueOrDefault(key, key);
        lock (Made)
        {
            if (Made.TryGetValue(key, out CodePointSet? made))
                return made;
            CodePointSet? set = ByCategory(key) ?? CharacterData.Instance.Set(key);
            if (set is not null)
                Made[key] = set;
            return set;
        }
    }

    /// <summary>A set and all characters that are equal to one of it without case.</summary>
    public static CodePointSet WithoutCase(CodePointSet set)
    {
        CodePointSet result = set.Copy();
        foreach (int point in CharacterData.Instance.Cased)
        {
            if (set.Contains(point))
            {
                foreach (int equal in CharacterData.Instance.EqualWithoutCase(point)!)
                    result.AddRange(equal, equal);
            }
        }

        return result;
    }

    /// <summary>Whether a text ends with characters that without case are equal to another number of characters, as ss is to U+00DF.</summary>
    public static bool IsManyWithoutCase(List<int> literal)
    {
        int last = literal[^1], before = literal.Count > 1 ? literal[^2] | 32 : 0;
        if (last is 0xDF or 0x1E9E or 0x130 or 0x149 or 0x1F0 or 0x390 or 0x3B0 or 0x587 or (>= 0x1E96 and <= 0x1E9A) or (>= 0x1F50 and <= 0x1FFC)
            or (>= 0xFB00 and <= 0xFB17))
        {
            return true;
        }

        return (before, last | 32) is ('s', 's') or ('s', 't') or ('f', 'f') or ('f', 'i') or ('f', 'l') || (last is >= 0x300 and <= 0x36F && literal.Count > 1)
            || (last == 0x2BE && literal.Count > 1) || (before == 0x2BC && last is 'n' or 'N');
    }

    private static CodePointSet? ByCategory(string key)
    {
        Category[]? categories = Categories.GetValueOrDefault(key)
            ?? (key.Length == 2 && Enum.TryParse(char.ToUpperInvariant(key[0]) + key[1..], out Category one) ? [one] : null);
        if (categories is null && key != "assigned")
            return null;
        return CharacterData.Instance.OfCategories(category => categories?.Contains(category) ?? category != Category.Cn);
    }
}
