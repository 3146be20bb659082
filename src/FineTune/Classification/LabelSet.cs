using System.Globalization;

namespace FineTune.Classification;

/// <summary>What the labels of a run are: the kind of problem and, for classes, their names in the order of their ids.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> _ids;

    private LabelSet(ProblemType problem, IReadOnlyList<string> names, bool numbersAreIds)
    {
        (Problem, Names, NumbersAreIds) = (problem, names, numbersAreIds);
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

    /// <summary>
    /// Takes the labels the data set names, in its order; else reads them off the training column: whole numbers sorted by value, anything else
    /// by ordinal text.
    /// </summary>
    /// <exception cref="RunException">There is no label at all, or too few, or one that is not a number in a regression.</exception>
    public static LabelSet FromTraining(Column labels, ProblemType? problem, bool? doRegression, string file, IReadOnlyList<string>? classNames = null)
    {
        object?[] values = [.. labels.Where(value => value is not null)];
        if (values.Length == 0)
        {
            throw new RunException($"{file}: column \"{labels.Name}\" holds no label. Name the label column with --label_column_name.");
        }

        if (classNames is not null && problem is (null or ProblemType.SingleLabelClassification))
        {
            return new LabelSet(ProblemType.SingleLabelClassification, classNames, numbersAreIds: false);
        }

        ProblemType kind = problem ?? (doRegression == true || (doRegression is null && values.Any(HasFraction)) ? ProblemType.Regression
            : values.Any(CellText.HoldsSeveral) ? ProblemType.MultiLabelClassification
            : ProblemType.SingleLabelClassification);
        if (kind == ProblemType.Regression)
        {
            return new LabelSet(kind, [], numbersAreIds: false);
        }

        IEnumerable<string> all = kind == ProblemType.MultiLabelClassification
            ? values.SelectMany(CellText.Several)
            : values.Select(CellText.Of);
        return new LabelSet(kind, Sort(all.Distinct(StringComparer.Ordinal)), numbersAreIds: false);
    }

    /// <summary>Takes the names a model was saved with.</summary>
    public static LabelSet FromModel(PretrainedConfig config, ProblemType? problem, bool? doRegression)
    {
        ProblemType kind = problem ?? config.ProblemType
            ?? (doRegression == true || config.NumLabels == 1 ? ProblemType.Regression : ProblemType.SingleLabelClassification);
        string[] names = [.. Enumerable.Range(0, config.NumLabels).Select(id => config.Id2Label[id])];
        return new LabelSet(kind, kind == ProblemType.Regression ? [] : names, numbersAreIds: true);
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

    private static string[] Sort(IEnumerable<string> names)
    {
        string[] all = [.. names];
        bool whole = all.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        return whole
            ? [.. all.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. all.Order(StringComparer.Ordinal)];
    }

    private static bool HasFraction(object? value) => value is double or float;
}
