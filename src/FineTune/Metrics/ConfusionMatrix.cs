using System.Globalization;
using System.Text;

namespace FineTune;

/// <summary>How often each class was predicted (columns) where each was right (rows).</summary>
public sealed class ConfusionMatrix
{
    private readonly double[,] _counts;

    internal ConfusionMatrix(IReadOnlyList<long> labels, double[,] counts)
    {
        Labels = labels;
        _counts = counts;
    }

    /// <summary>Gets the classes of rows and columns, ascending.</summary>
    public IReadOnlyList<long> Labels { get; }

    /// <summary>
    /// Gets how many rows of the class at place <paramref name="reference"/> of <see cref="Labels"/> were said to be the one at
    /// <paramref name="prediction"/>.
    /// </summary>
    public int this[int reference, int prediction] => (int)_counts[reference, prediction];

    /// <summary>Gets the counts as an array of their own: <c>[reference, prediction]</c>.</summary>
    public int[,] ToArray()
    {
        int[,] counts = new int[Labels.Count, Labels.Count];
        for (int i = 0; i < Labels.Count; i++)
        {
            for (int j = 0; j < Labels.Count; j++)
            {
                counts[i, j] = this[i, j];
            }
        }

        return counts;
    }

    /// <summary>Writes the counts as a table, a line for each right class.</summary>
    public override string ToString() => ToString(id => id.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Writes the counts as a table, a line for each right class, with names: <c>matrix.ToString(id => labels.Int2Str((int)id))</c>.
    /// </summary>
    public string ToString(Func<long, string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] names = [.. Labels.Select(name)];
        int width = Math.Max(names.Max(text => text.Length), _counts.Cast<double>().Max().ToString(CultureInfo.InvariantCulture).Length);
        StringBuilder table = new(new string(' ', width));
        table.AppendJoin(string.Empty, names.Select(text => " " + text.PadLeft(width))).Append('\n');
        for (int row = 0; row < names.Length; row++)
        {
            table.Append(names[row].PadLeft(width));
            for (int column = 0; column < names.Length; column++)
            {
                table.Append(' ').Append(this[row, column].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }

            table.Append('\n');
        }

        return table.ToString();
    }
}
