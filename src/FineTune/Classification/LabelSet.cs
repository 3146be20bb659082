using System.Globalization;

namespace FineTune.Classification;

/// <summary>What the labels of a run are: the kind of problem and, for classes, their names in the order of their ids.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> _ids;
    private readonly bool _areWhole;

    private LabelSet(ProblemType problem, IReadOnlyList<string> names, bool numbersAreIds, LabelFormat format = LabelFormat.Auto)
    {
        (Problem, Names, NumbersAreIds, Format) = (problem, names, numbersAreIds, format);
        _areWhole = names.All(IsWhole);
        _ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < names.Count; id++)
        {
            _ids.TryAdd(names[id], id);
        }
    }

    public ProblemType Problem { get; }

    /// <summary>Gets the names of the classes; empty for regression.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets how many outputs the model needs.</summary>
    public int NumLabels => Problem == ProblemType.Regression ? 1 : Names.Count;

    /// <summary>Gets whether a whole number that is nobody's name is taken for an id: so it is with a saved model's names.</summary>
    public bool NumbersAreIds { get; }

    /// <summary>Gets how cells with several labels are read: by names, or by places.</summary>
    public LabelFormat Format { get; }

    /// <summary>
    /// Takes the labels the data set names, in its order; else reads them off the training column: whole numbers sorted by value, anything else
    /// by ordinal text.
    /// </summary>
    /// <param name="split">The training rows, all of them.</param>
    /// <param name="run">The label column, and what is said of it.</param>
    /// <exception cref="RunException">There is no label at all, or too few, or a cell that is none.</exception>
    public static LabelSet FromTraining(TaskSplit split, RunArguments run)
    {
        Column labels = split.All[run.LabelColumnName];
        ProblemType? problem = run.ProblemType;
        if (split.ClassNames is { } classNames && problem is (null or ProblemType.SingleLabelClassification))
        {
            if (run.LabelFormat is LabelFormat.Names or LabelFormat.MultiHot)
            {
                throw new RunException($"--label_format: the data set says that a row of \"{labels.Name}\" has one label of {classNames.Count}. Leave the flag out.");
            }

            return new LabelSet(ProblemType.SingleLabelClassification, classNames, numbersAreIds: false);
        }

        LabelColumn column = LabelColumn.Read(split, labels, problem == ProblemType.SingleLabelClassification ? LabelFormat.Single : run.LabelFormat);
        ProblemType kind = problem ?? (run.DoRegression == true || (run.DoRegression is null && column.AreNumbersWithFractions) ? ProblemType.Regression
            : column.HoldSeveral ? ProblemType.MultiLabelClassification
            : ProblemType.SingleLabelClassification);
        return kind switch
        {
            ProblemType.Regression => new LabelSet(kind, [], numbersAreIds: false),
            ProblemType.MultiLabelClassification when column.Width is { } width =>
                new LabelSet(kind, [.. Enumerable.Range(0, width).Select(place => $"LABEL_{place}")], numbersAreIds: false, LabelFormat.MultiHot),
            ProblemType.MultiLabelClassification => new LabelSet(kind, Several(split, column), numbersAreIds: false, LabelFormat.Names),
            _ => new LabelSet(kind, Sort(column.Cells.Select(value => Cell.Of(value).Text).Distinct(StringComparer.Ordinal)), numbersAreIds: false),
        };
    }

    /// <summary>Takes the names a model was saved with.</summary>
    /// <param name="config">The model's configuration.</param>
    /// <param name="run">What is said of the labels.</param>
    /// <param name="split">The rows whose labels show how they are written: those that are evaluated, else those that are predicted, whose labels may be marks.
    /// Lists as long as the model has labels, of zeros and ones, have a place for each.</param>
    /// <exception cref="RunException">The model's labels are not numbered from 0, or do not go with what is said of them.</exception>
    public static LabelSet FromModel(PretrainedConfig config, RunArguments run, TaskSplit? split)
    {
        ProblemType kind = run.ProblemType ?? config.ProblemType
            ?? (run.DoRegression == true || config.NumLabels == 1 ? ProblemType.Regression : ProblemType.SingleLabelClassification);
        if (config.NumberingProblem is { } problemOfNumbers)
        {
            throw new RunException(problemOfNumbers);
        }

        string[] names = kind == ProblemType.Regression ? [] : [.. Enumerable.Range(0, config.NumLabels).Select(id => config.Id2Label[id])];
        return new LabelSet(kind, names, numbersAreIds: true, (kind, run.LabelFormat) switch
        {
            (ProblemType.MultiLabelClassification, LabelFormat.Single) => throw new RunException("--label_format single: the model gives a text several labels. Leave the flag out."),
            (ProblemType.MultiLabelClassification, LabelFormat.Auto) => AreMultiHot(split, run.LabelColumnName, names) ? LabelFormat.MultiHot : LabelFormat.Names,
            (_, var said) => said,
        });
    }

    private static bool AreMultiHot(TaskSplit? split, string column, string[] names)
    {
        if (split?.Rows.ColumnNames.Contains(column) != true || names.Any(name => name is "0" or "1"))
        {
            return false;
        }

        bool mayBeMarks = split.Name == "test";
        IEnumerable<object?> cells = split.Rows[column].Where(value => Cell.Of(value).Kind != CellKind.Missing && !(mayBeMarks && TestLabels.IsMark(Cell.Of(value))));
        try
        {
            return LabelColumn.MultiHotWidth(cells) == names.Length;
        }
        catch (FormatException)
        {
            return false; // A broken list, which is told with its row when it is read.
        }
    }

    /// <summary>Gets a class's id, or null when there is no such class.</summary>
    public int? IdOf(string name)
    {
        if (_ids.TryGetValue(name, out int id))
        {
            return id;
        }

        return NumbersAreIds && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id < Names.Count ? id : null;
    }

    /// <summary>Gets a class's id by the characters of a cell; where all classes are named by whole numbers, <c>1.0</c> stands for <c>1</c>.</summary>
    public int? IdOf(Cell cell) => IdOf(cell.Text)
        ?? (_areWhole && cell.Kind == CellKind.Number && cell.AsNumber() is { } number && Math.Floor(number) == number && Math.Abs(number) < 1L << 53
            ? IdOf(((long)number).ToString(CultureInfo.InvariantCulture))
            : null);

    /// <summary>Gets the ids of a cell's labels that are known.</summary>
    public IEnumerable<int> IdsIn(object? value)
    {
        if (Problem != ProblemType.MultiLabelClassification)
        {
            return IdOf(Cell.Of(value)) is { } id ? [id] : [];
        }

        return Format == LabelFormat.MultiHot
            ? LabelCell.List(value)!.Index().Where(element => LabelColumn.Bit(element.Item) == 1).Select(element => element.Index)
            : LabelCell.Several(value).Select(IdOf).OfType<int>();
    }

    /// <summary>Gets whether a cell, which is not missing, says something that training can use.</summary>
    public bool Knows(object? value)
    {
        try
        {
            return Problem switch
            {
                ProblemType.Regression => Cell.Of(value).AsNumber() is not null,
                ProblemType.MultiLabelClassification => Format == LabelFormat.MultiHot
                    ? LabelColumn.MultiHotWidth([value]) == Names.Count
                    : LabelCell.Several(value).All(name => IdOf(name) is not null),
                _ => IdOf(Cell.Of(value)) is not null,
            };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string[] Several(TaskSplit split, LabelColumn column)
    {
        string[] names = Sort(column.Cells.SelectMany(LabelCell.Several).Select(cell => cell.Text).Distinct(StringComparer.Ordinal));
        return names.Length > 0 ? names : throw new RunException($"{split.File}: no row has a label in column \"{column.Name}\": all lists are empty.");
    }

    private static string[] Sort(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return Array.TrueForAll(all, IsWhole)
            ? [.. all.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. all.Order(StringComparer.Ordinal)];
    }

    private static bool IsWhole(string name) => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
