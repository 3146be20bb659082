using System.Text;

namespace FineTune.Hub;

/// <summary>
/// A pattern as Python's <c>fnmatch.fnmatchcase</c> understands it, over a whole path: <c>*</c> (also across <c>/</c>), <c>?</c>, <c>[a-z]</c>,
/// <c>[!a-z]</c>; a bracket that is never closed stands for itself.
/// </summary>
internal sealed class FileNamePattern
{
    private readonly List<Part> _parts = [];

    public FileNamePattern(string pattern)
    {
        Rune[] text = [.. pattern.EnumerateRunes()];
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i].Value)
            {
                case '*':
                    _parts.Add(Part.AnyRun);
                    break;
                case '?':
                    _parts.Add(Part.AnyOne);
                    break;
                case '[' when End(text, i + 1) is var end and > 0:
                    _parts.Add(Part.Set(text.AsSpan(i + 1, end - i - 1)));
                    i = end;
                    break;
                default:
                    _parts.Add(Part.Of(text[i]));
                    break;
            }
        }
    }

    /// <summary>Gets whether what fits may be followed by anything: the pattern ends with <c>*</c>.</summary>
    public bool EndsInRun => _parts.Count > 0 && _parts[^1].IsRun;

    /// <summary>Gets whether the pattern fits all of a name.</summary>
    public bool Matches(string name)
    {
        Rune[] text = [.. name.EnumerateRunes()];
        int part = 0;
        int at = 0;
        int lastRun = -1;      // the last * met, and how much of the name it has taken so far
        int taken = 0;
        while (at < text.Length)
        {
            if (part < _parts.Count && _parts[part].IsRun)
            {
                lastRun = part++;
                taken = at;
            }
            else if (part < _parts.Count && _parts[part].Takes(text[at]))
            {
                part++;
                at++;
            }
            else if (lastRun >= 0)
            {
                part = lastRun + 1;
                at = ++taken;
            }
            else
            {
                return false;
            }
        }

        return _parts.Skip(part).All(rest => rest.IsRun);
    }

    // A ] at the beginning of a set (after !) belongs to it.
    private static int End(Rune[] text, int start)
    {
        int at = start < text.Length && text[start].Value == '!' ? start + 1 : start;
        return Array.FindIndex(text, Math.Min(at + 1, text.Length), rune => rune.Value == ']');
    }

    private readonly record struct Part(bool IsRun, bool IsInverted, (int Low, int High)[] Ranges)
    {
        public static Part AnyRun => new(true, false, []);

        public static Part AnyOne => new(false, true, []);

        public static Part Of(Rune rune) => new(false, false, [(rune.Value, rune.Value)]);

        public static Part Set(ReadOnlySpan<Rune> text)
        {
            bool isInverted = text[0].Value == '!';
            List<(int Low, int High)> ranges = [];
            for (int i = isInverted ? 1 : 0; i < text.Length; i++)
            {
                bool isRange = i + 2 < text.Length && text[i + 1].Value == '-';
                ranges.Add((text[i].Value, text[isRange ? i + 2 : i].Value));
                i += isRange ? 2 : 0;
            }

            return new(false, isInverted, [.. ranges]);
        }

        public bool Takes(Rune rune) => Ranges.Any(range => range.Low <= rune.Value && rune.Value <= range.High) != IsInverted;
    }
}
