using System.Globalization;
using FineTune.Terminal;

namespace FineTune.Classification;

/// <summary>What makes one doubt that the labels of a file are those a saved model was trained with: all results would be wrong, and nothing would fail.</summary>
internal sealed class LabelDoubts(LabelSet labels)
{
    private const int FewestRows = 20;
    private const int Shown = 10;
    private const int MostLabels = 1000;
    private long[,]? _seen;

    /// <summary>Looks at the label column: labels that never occur, and numbers where the model has names.</summary>
    public static IEnumerable<string> Of(TaskSplit split, string column, LabelSet labels)
    {
        if (labels.Problem == ProblemType.Regression || !split.Rows.ColumnNames.Contains(column))
        {
            yield break;
        }

        object?[] cells = [.. split.Rows[column].Where(value => Cell.Of(value).Kind != CellKind.Missing && labels.Knows(value))];
        HashSet<int> found = [.. cells.SelectMany(labels.IdsIn)];
        string[] missing = [.. labels.Names.Where((_, id) => !found.Contains(id))];
        if (missing.Length > 0 && split.Rows.NumRows >= 2 * labels.Names.Count)
        {
            yield return $"{split.File}: {missing.Length} of the model's {labels.Names.Count} labels never occur: {string.Join(", ", missing.Take(Shown).Select(VisibleText.Of))}{(missing.Length > Shown ? ", ..." : string.Empty)}. "
                + "Metrics that are means over labels (f1) are of those that occur or are predicted.";
        }

        bool areNamed = labels.Names.Index().All(name => name.Item != "LABEL_" + name.Index.ToString(CultureInfo.InvariantCulture));
        bool areIds = labels.NumbersAreIds && areNamed && labels.Problem == ProblemType.SingleLabelClassification
            && cells.Length > 0 && Array.TrueForAll(cells, cell => !labels.Names.Contains(Cell.Of(cell).Text));
        if (areIds)
        {
            yield return $"{split.File}: the labels are numbers and are taken for the model's ids: {string.Join(", ", found.Order().Take(Shown).Select(id => $"{id} is {VisibleText.Of(labels.Names[id])}"))}"
                + $"{(found.Count > Shown ? ", ..." : string.Empty)}. If they were numbered for another model, everything below is wrong; write the names instead.";
        }
    }

    /// <summary>Counts what is predicted for which labels.</summary>
    public void See(EvalPrediction prediction)
    {
        if (labels is { Problem: ProblemType.SingleLabelClassification, Names.Count: <= MostLabels } && prediction.LabelIds is LongTensor references)
        {
            _seen = new long[labels.Names.Count, labels.Names.Count];
            foreach ((long reference, double predicted) in references.ToArray().Zip(prediction.Classes()))
            {
                _seen[reference, (long)predicted]++;
            }
        }
    }

    /// <summary>Says so if the model would be right far more often were the labels others.</summary>
    public string? AfterEvaluation()
    {
        if (_seen is not { } seen || seen.Cast<long>().Sum() is var rows && rows < FewestRows)
        {
            return null;
        }

        double right = Enumerable.Range(0, seen.GetLength(0)).Sum(id => seen[id, id]) / (double)rows;
        int[] other = Best(seen);
        double would = other.Select((predicted, id) => predicted < 0 ? 0 : seen[id, predicted]).Sum() / (double)rows;
        bool isDoubtful = would >= 0.6 && would - right >= 0.3 && right < 1.5 / seen.GetLength(0);
        return !isDoubtful ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The model is right for {right:P1} of the rows, but would be for {would:P1} if the labels of the file meant others: {string.Join(", ", Moved(other))}. They look as if they were numbered or named for another model.");
    }

    private IEnumerable<string> Moved(int[] other) => other.Index().Where(pair => pair.Item >= 0 && pair.Item != pair.Index).Take(Shown)
        .Select(pair => $"{VisibleText.Of(labels.Names[pair.Index])} for {VisibleText.Of(labels.Names[pair.Item])}");

    /// <summary>Gives each label the one that is predicted for it most often, the surest first, none twice.</summary>
    private static int[] Best(long[,] seen)
    {
        int count = seen.GetLength(0);
        int[] best = [.. Enumerable.Repeat(-1, count)];
        bool[] isTaken = new bool[count];
        foreach ((int id, int predicted) in Enumerable.Range(0, count).SelectMany(id => Enumerable.Range(0, count).Select(predicted => (id, predicted))).OrderByDescending(pair => seen[pair.id, pair.predicted]))
        {
            if (best[id] < 0 && !isTaken[predicted] && seen[id, predicted] > 0)
            {
                (best[id], isTaken[predicted]) = (predicted, true);
            }
        }

        return best;
    }
}
