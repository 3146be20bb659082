using System.Text;

namespace FineTune;

/// <summary>Tensors as NumPy prints arrays: aligned, wrapped at 75 characters, more than a thousand numbers elided.</summary>
internal static class ArrayText
{
    private const int MostShownWhole = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 75;
    private const int MostInOneLine = 6;
    private const string Elided = "...";

    /// <summary>Gets a tensor's numbers, on as many lines as they need.</summary>
    public static string Of<T>(ReadOnlySpan<T> values, Shape shape)
    {
        if (values.Length == 0 || shape.Rank == 0)
        {
            return shape.Rank == 0 ? NumberTexts.Scalar(values[0]) : "[]";
        }

        bool isElided = values.Length > MostShownWhole;
        T[] shown = new T[shape.Aggregate(1, (count, size) => count * Shown(size, isElided))];
        Pick(values, shape, 0, isElided, shown, 0);
        StringBuilder text = new();
        Append(text, shape, 0, isElided, new Queue<string>(NumberTexts.Of(shown)));
        return text.ToString();
    }

    /// <summary>Gets what a debugger shows: the kind, the shape and the first numbers, on one line.</summary>
    public static string Line<T>(string kind, ReadOnlySpan<T> values, Shape shape)
    {
        IEnumerable<string> first = NumberTexts.Of(values[..Math.Min(values.Length, MostInOneLine)].ToArray()).Select(text => text.Trim());
        return $"{kind}{shape} [{string.Join(", ", first)}{(values.Length > MostInOneLine ? ", ..." : string.Empty)}]";
    }

    private static int Shown(int size, bool isElided) => isElided ? Math.Min(size, 2 * EdgeItems) : size;

    /// <summary>Copies the numbers that are shown.</summary>
    /// <returns>How many there are.</returns>
    private static int Pick<T>(ReadOnlySpan<T> values, Shape shape, int axis, bool isElided, T[] shown, int count)
    {
        if (axis == shape.Rank)
        {
            shown[count] = values[0];
            return count + 1;
        }

        int items = Shown(shape[axis], isElided);
        int length = values.Length / shape[axis];
        for (int i = 0; i < items; i++)
        {
            int index = i < EdgeItems ? i : shape[axis] - items + i;
            count = Pick(values.Slice(index * length, length), shape, axis + 1, isElided, shown, count);
        }

        return count;
    }

    private static void Append(StringBuilder text, Shape shape, int axis, bool isElided, Queue<string> words)
    {
        int axesLeft = shape.Rank - axis;
        if (axesLeft == 1)
        {
            AppendRow(text, shape[axis], axis, isElided, words);
        }
        else
        {
            string between = new string('\n', axesLeft - 1) + new string(' ', axis + 1);
            int items = Shown(shape[axis], isElided);
            text.Append('[');
            for (int i = 0; i < items; i++)
            {
                text.Append(i == 0 ? string.Empty : between);
                text.Append(i == EdgeItems && items < shape[axis] ? Elided + between : string.Empty);
                Append(text, shape, axis + 1, isElided, words);
            }

            text.Append(']');
        }
    }

    private static void AppendRow(StringBuilder text, int size, int axis, bool isElided, Queue<string> words)
    {
        string indent = new(' ', axis + 1);
        int width = LineWidth - axis - 1;
        int items = Shown(size, isElided);
        StringBuilder line = new(indent);
        StringBuilder row = new();
        for (int i = 0; i < items; i++)
        {
            if (i == EdgeItems && items < size)
            {
                Extend(Elided);
            }

            Extend(words.Dequeue());
        }

        // The first line's indent is the brackets that were opened before; a separator follows every number but the last.
        row.Append(line, 0, line.Length - 1);
        text.Append('[').Append(row, indent.Length, row.Length - indent.Length).Append(']');

        void Extend(string word)
        {
            if (line.Length + word.Length > width && line.Length > indent.Length)
            {
                row.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(indent);
            }

            line.Append(word).Append(' ');
        }
    }
}
