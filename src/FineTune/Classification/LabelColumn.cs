namespace FineTune.Classification;

/// <summary>What the label column of the training rows holds, all of it looked at before anything is decided.</summary>
internal sealed class LabelColumn
{
    private const int Shown = 5;

    /// <summary>What programs write for a number that is missing or infinite, beside the marks that stand for any label.</summary>
    private static readonly HashSet<string> s_noNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "#N/A", "#NA", "<NA>", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
    };

    private LabelColumn(string name, IReadOnlyList<object?> cells) => (Name, Cells) = (name, cells);

    public string Name { get; }

    /// <summary>Gets the cells that are not missing.</summary>
    public IReadOnlyList<object?> Cells { get; }

    /// <summary>Gets whether a row may have several labels.</summary>
    public bool HoldSeveral { get; private init; }

    /// <summary>Gets how many labels there are where every cell is a list of so many zeros and ones; else null.</summary>
    public int? Width { get; private init; }

    /// <summary>
    /// Gets whether all cells are numbers, and one at least has a point or an exponent. Beside true fractions a mark of a missing number, such as
    /// <c>NA</c>, is no class: it is refused with its row when the numbers are read.
    /// </summary>
    public bool AreNumbersWithFractions { get; private init; }

    /// <exception cref="RunException">There is no label, or a cell is a broken list.</exception>
    public static LabelColumn Read(TaskSplit split, Column labels, LabelFormat format)
    {
        object?[] cells = [.. labels.Where(value => Cell.Of(value).Kind != CellKind.Missing)];
        if (cells.Length == 0)
        {
            throw new RunException($"{split.File}: no row has a label: column \"{labels.Name}\" is empty. Name the label column with --label_column_name.");
        }

        if (format == LabelFormat.Single)
        {
            return new LabelColumn(labels.Name, cells) { AreNumbersWithFractions = AreNumbers(cells) };
        }

        RequireWholeLists(split, labels);
        bool several = format is LabelFormat.Names or LabelFormat.MultiHot || cells.Any(LabelCell.HoldsSeveral);
        int? width = several && format != LabelFormat.Names ? MultiHotWidth(cells) : null;
        return format == LabelFormat.MultiHot && width is null
            ? throw new RunException($"{split.File}: --label_format multi_hot: not every cell of column \"{labels.Name}\" is a list of as many zeros and ones. Leave the flag out, or correct the lists.")
            : new LabelColumn(labels.Name, cells) { HoldSeveral = several, Width = width, AreNumbersWithFractions = !several && AreNumbers(cells) };
    }

    /// <summary>Gets the length of lists of zeros and ones (truth values, <c>0.</c> and <c>1.0</c> among them), if all cells are such and as long.</summary>
    public static int? MultiHotWidth(IEnumerable<object?> cells)
    {
        int? width = null;
        foreach (object? cell in cells)
        {
            if (LabelCell.List(cell) is not { } list || (width is not null && list.Count != width) || list.Any(element => Bit(element) is null))
            {
                return null;
            }

            width = list.Count;
        }

        return width > 1 ? width : null;
    }

    /// <summary>Gets the 0 or 1 that an element of a list is; null if it is something else.</summary>
    public static int? Bit(Cell cell) => cell switch
    {
        { Kind: CellKind.Truth } => cell.Text.Equals("true", StringComparison.OrdinalIgnoreCase) ? 1 : 0,
        { IsNumeric: true } when cell.AsNumber() is 0 or 1 => (int)cell.AsNumber()!.Value,
        _ => null,
    };

    private static bool AreNumbers(object?[] cells)
    {
        Cell[] all = Array.ConvertAll(cells, Cell.Of);
        return Array.TrueForAll(all, cell => cell.IsNumeric)
            ? Array.Exists(all, cell => cell.Kind == CellKind.Number)
            : Array.Exists(all, cell => cell.AsNumber() is { } number && Math.Floor(number) != number)
                && Array.TrueForAll(all, cell => cell.IsNumeric || TestLabels.IsMark(cell) || s_noNumbers.Contains(cell.Text.Trim()));
    }

    private static void RequireWholeLists(TaskSplit split, Column labels)
    {
        List<string> broken = [];
        for (int row = 0; row < labels.Count && broken.Count < Shown; row++)
        {
            try
            {
                LabelCell.List(labels[row]);
            }
            catch (FormatException error)
            {
                broken.Add($"{split.File}: {error.Message} (column \"{labels.Name}\", {split.All.DescribeRow(row)}). Correct it, or pass --label_format single if the cell is one label.");
            }
        }

        if (broken.Count > 0)
        {
            throw new RunException(broken);
        }
    }
}
