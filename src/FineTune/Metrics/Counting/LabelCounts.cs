namespace FineTune;

/// <summary>Counts of rows with several labels each: of every label over all rows, and how often rows of each kind occur.</summary>
internal sealed class LabelCounts(int width)
{
    private readonly ClassCounts[] _byLabel = new ClassCounts[width];
    private readonly PairCounts[] _pairs = [.. Enumerable.Range(0, width).Select(_ => new PairCounts())];
    private readonly Dictionary<ClassCounts, double> _rows = [];

    public int Width => width;

    /// <summary>Gets the counts of each label.</summary>
    public IReadOnlyList<ClassCounts> ByLabel => _byLabel;

    /// <summary>Gets the counts of each label as classes 0 and 1.</summary>
    public IReadOnlyList<PairCounts> Pairs => _pairs;

    /// <summary>Gets the counts within a row, and the sum of the weights of such rows.</summary>
    public IReadOnlyDictionary<ClassCounts, double> Rows => _rows;

    public double Total { get; private set; }

    /// <summary>Gets the sum of the weights of rows all of whose labels are right.</summary>
    public double Exact { get; private set; }

    /// <summary>Gets the sum over rows of weight times labels that are wrong.</summary>
    public double Wrong { get; private set; }

    public void Add(ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, double weight, int row)
    {
        ClassCounts within = default;
        int wrong = 0;
        for (int label = 0; label < width; label++)
        {
            int prediction = Digit(predictions[label], row, label);
            int reference = Digit(references[label], row, label);
            ClassCounts one = new(prediction * reference, prediction, reference);
            within += one;
            wrong += prediction ^ reference;
            _byLabel[label] += new ClassCounts(one.TruePositives * weight, one.Predicted * weight, one.Referenced * weight);
            _pairs[label].Add(prediction, reference, weight);
        }

        _rows[within] = _rows.GetValueOrDefault(within) + weight;
        Total += weight;
        Exact += wrong == 0 ? weight : 0;
        Wrong += weight * wrong;
    }

    private static int Digit(double value, int row, int label) => value switch
    {
        0 => 0,
        1 => 1,
        _ => throw MetricError.NotBinaryDigit(value, row, label),
    };
}
