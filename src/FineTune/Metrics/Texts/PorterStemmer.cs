namespace FineTune;

/// <summary>
/// Porter's stemmer (1980) with the additions that nltk makes by default and rouge_score therefore uses: a few irregular words, short words
/// in -ies, -ied and -y, and the endings -alli, -fulli, -bli and -logi.
/// </summary>
internal static class PorterStemmer
{
    private static readonly Dictionary<string, string> s_irregular = new(StringComparer.Ordinal)
    {
        ["skies"] = "sky",
        ["sky"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["news"] = "news",
        ["innings"] = "inning",
        ["inning"] = "inning",
        ["outings"] = "outing",
        ["outing"] = "outing",
        ["cannings"] = "canning",
        ["canning"] = "canning",
        ["howe"] = "howe",
        ["proceed"] = "proceed",
        ["exceed"] = "exceed",
        ["succeed"] = "succeed",
    };

    private static readonly (string Ending, string Instead)[] s_second =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Ending, string Instead)[] s_third =
    [
        ("icate", "ic"), ("ative", string.Empty), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", string.Empty), ("ness", string.Empty),
    ];

    private static readonly string[] s_fourth =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ];

    /// <summary>Gets the stem of a lower-case word.</summary>
    public static string Stem(string word)
    {
        if (s_irregular.TryGetValue(word, out string? stem))
        {
            return stem;
        }

        return word.Length <= 2 ? word : LastDouble(LastE(Fourth(Third(Second(LastY(Past(Plural(word))))))));
    }

    /// <summary>Step 1a: plurals.</summary>
    private static string Plural(string word) =>
        word.EndsWith("sses", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ies", StringComparison.Ordinal) ? word[..^(word.Length == 4 ? 1 : 2)]
        : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
        : word;

    /// <summary>Step 1b: -ied, -eed, -ed and -ing, and what is put right after the last two.</summary>
    private static string Past(string word)
    {
        if (word.EndsWith("ied", StringComparison.Ordinal))
        {
            return word[..^(word.Length == 4 ? 1 : 2)];
        }

        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word[..^3]) > 0 ? word[..^1] : word;
        }

        string stem = word.EndsWith("ed", StringComparison.Ordinal) ? word[..^2]
            : word.EndsWith("ing", StringComparison.Ordinal) ? word[..^3]
            : string.Empty;
        if (!HasVowel(stem))
        {
            return word;
        }

        if (stem.EndsWith("at", StringComparison.Ordinal) || stem.EndsWith("bl", StringComparison.Ordinal) || stem.EndsWith("iz", StringComparison.Ordinal))
        {
            return stem + "e";
        }

        if (EndsInDouble(stem))
        {
            return stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1];
        }

        return Measure(stem) == 1 && EndsInShort(stem) ? stem + "e" : stem;
    }

    /// <summary>Step 1c: -y after a consonant that is not the first letter.</summary>
    private static string LastY(string word) => word.Length > 2 && word[^1] == 'y' && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    /// <summary>Step 2: double endings.</summary>
    private static string Second(string word)
    {
        if (word.EndsWith("alli", StringComparison.Ordinal) && Measure(word[..^4]) > 0)
        {
            return Second(word[..^2]);
        }

        // The l of -logi belongs to the stem that is measured, so that theology is treated as archaeology is.
        return word.EndsWith("logi", StringComparison.Ordinal)
            ? Measure(word[..^3]) > 0 ? word[..^1] : word
            : Replaced(word, s_second);
    }

    /// <summary>Step 3: -ic-, -full, -ness and the like.</summary>
    private static string Third(string word) => Replaced(word, s_third);

    /// <summary>Step 4: what is left of endings, after a longer stem.</summary>
    private static string Fourth(string word)
    {
        // -ment is tried before -ent, and -ement before both, so the first that fits decides.
        string? ending = Array.Find(s_fourth, end => word.EndsWith(end, StringComparison.Ordinal));
        string stem = ending is null ? word : word[..^ending.Length];
        return ending is null || Measure(stem) <= 1 || (ending == "ion" && stem[^1] is not ('s' or 't')) ? word : stem;
    }

    /// <summary>Step 5a: a last -e.</summary>
    private static string LastE(string word)
    {
        int measure = word.EndsWith('e') ? Measure(word[..^1]) : 0;
        return measure > 1 || (measure == 1 && !EndsInShort(word[..^1])) ? word[..^1] : word;
    }

    /// <summary>Step 5b: a last -ll.</summary>
    private static string LastDouble(string word) => word.EndsWith("ll", StringComparison.Ordinal) && Measure(word[..^1]) > 1 ? word[..^1] : word;

    /// <summary>Replaces the first ending that the word has, if there is a vowel and a consonant before it.</summary>
    private static string Replaced(string word, (string Ending, string Instead)[] rules)
    {
        (string? ending, string? instead) = Array.Find(rules, rule => word.EndsWith(rule.Ending, StringComparison.Ordinal));
        return ending is not null && Measure(word[..^ending.Length]) > 0 ? word[..^ending.Length] + instead : word;
    }

    /// <summary>How often a consonant follows a vowel: the m of the paper.</summary>
    private static int Measure(string stem)
    {
        int measure = 0;
        for (int i = 1; i < stem.Length; i++)
        {
            measure += IsConsonant(stem, i) && !IsConsonant(stem, i - 1) ? 1 : 0;
        }

        return measure;
    }

    private static bool HasVowel(string stem) => Enumerable.Range(0, stem.Length).Any(i => !IsConsonant(stem, i));

    private static bool EndsInDouble(string word) => word.Length >= 2 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    /// <summary>Whether it ends consonant, vowel, consonant (not w, x, y), or is a vowel and a consonant: an e once followed.</summary>
    private static bool EndsInShort(string word) =>
        (word.Length >= 3 && IsConsonant(word, word.Length - 3) && !IsConsonant(word, word.Length - 2) && IsConsonant(word, word.Length - 1)
            && word[^1] is not ('w' or 'x' or 'y'))
        || (word.Length == 2 && !IsConsonant(word, 0) && IsConsonant(word, 1));

    /// <summary>A y is a consonant at the beginning and after a vowel.</summary>
    private static bool IsConsonant(string word, int index) => word[index] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => index == 0 || !IsConsonant(word, index - 1),
        _ => true,
    };
}
