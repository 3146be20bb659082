namespace FineTune;

/// <summary>
/// How often each class was predicted where each was right: all that metrics of single labels need of any number of rows.
/// </summary>
internal sealed class PairCounts
{
    private readonly Dictionary<(long Prediction, long Reference), double> _counts = [];

    /// <summary>Gets the sum of all weights: the number of rows if each counts 1.</summary>
    public double Total { get; private set; }

    /// <summary>Gets the sum of the weights of rows whose prediction is right.</summary>
    public double Correct { get; private set; }

    public void Add(long prediction, long reference, double weight)
    {
        _counts[(prediction, reference)] = _counts.GetValueOrDefault((prediction, reference)) + weight;
        Total += weight;
        Correct += prediction == reference ? weight : 0;
    }

    /// <summary>The classes that occur as prediction or reference, ascending.</summary>
    public long[] Classes() => [.. Predicted().Union(Referenced()).Order()];

    public IEnumerable<long> Predicted() => _counts.Keys.Select(pair => pair.Prediction).Distinct();

    public IEnumerable<long> Referenced() => _counts.Keys.Select(pair => pair.Reference).Distinct();

    /// <summary>The counts of each of some classes.</summary>
    public ClassCounts[] ByClass(IReadOnlyList<long> classes)
    {
        Dictionary<long, ClassCounts> counts = [];
        foreach (((long prediction, long reference), double weight) in _counts)
        {
            ClassCounts predicted = counts.GetValueOrDefault(prediction);
            counts[prediction] = predicted with
            {
                Predicted = predicted.Predicted + weight,
                TruePositives = predicted.TruePositives + (prediction == reference ? weight : 0),
            };
            ClassCounts right = counts.GetValueOrDefault(reference);
            counts[reference] = right with { Referenced = right.Referenced + weight };
        }

        return [.. classes.Select(id => counts.GetValueOrDefault(id))];
    }

    /// <summary>The confusion matrix of some classes: a row for each reference, a column for each prediction.</summary>
    public double[,] Matrix(IReadOnlyList<long> classes)
    {
        double[,] matrix = new double[classes.Count, classes.Count];
        for (int row = 0; row < classes.Count; row++)
        {
            for (int column = 0; column < classes.Count; column++)
            {
                matrix[row, column] = _counts.GetValueOrDefault((classes[column], classes[row]));
            }
        }

        return matrix;
    }
}
