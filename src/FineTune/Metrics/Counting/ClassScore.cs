namespace FineTune;

/// <summary>Precision, recall or F1 of counts, averaged as asked.</summary>
internal sealed class ClassScore(string name, Func<ClassCounts, double, double> score)
{
    /// <summary>Of single labels: every row has one class.</summary>
    public MetricResult Of(PairCounts counts, MetricOptions options)
    {
        Average average = options.Average ?? Average.Binary;
        if (average == Average.Samples)
        {
            throw MetricError.AverageNeedsRows(average);
        }

        IReadOnlyList<long> labels = average == Average.Binary ? [PosLabel(counts, options)] : options.Labels ?? counts.Classes();
        return Averaged(counts.ByClass(labels), average, options.ZeroDivision ?? 0);
    }

    /// <summary>Of several labels a row.</summary>
    public MetricResult Of(LabelCounts counts, MetricOptions options)
    {
        Average average = options.Average ?? Average.None;
        double zeroDivision = options.ZeroDivision ?? 0;
        if (average == Average.Binary)
        {
            throw MetricError.AverageNeedsOneLabel(average);
        }

        return average == Average.Samples && options.Labels is null
            ? new MetricResult(name, Averaging.Mean([.. counts.Rows.Keys.Select(row => score(row, zeroDivision))], [.. counts.Rows.Values]))
            : average == Average.Samples ? throw MetricError.AverageNeedsRows(average)
            : Averaged(Chosen(counts, options.Labels), average, zeroDivision);
    }

    private static IReadOnlyList<ClassCounts> Chosen(LabelCounts counts, IReadOnlyList<long>? labels)
    {
        ClassCounts Of(long label) => label >= 0 && label < counts.Width
            ? counts.ByLabel[(int)label]
            : throw MetricError.NoSuchColumn(label, counts.Width);
        return labels is null ? counts.ByLabel : [.. labels.Select(Of)];
    }

    private static long PosLabel(PairCounts counts, MetricOptions options)
    {
        long[] present = counts.Classes();
        long label = options.PosLabel ?? 1;
        if (present.Length > 2)
        {
            throw MetricError.Multiclass(options.Labels is not null);
        }

        return present.Length < 2 || present.Contains(label) ? label : throw MetricError.NoPosLabel(label, present);
    }

    private MetricResult Averaged(IReadOnlyList<ClassCounts> classes, Average average, double zeroDivision)
    {
        if (average == Average.Micro)
        {
            return new MetricResult(name, score(classes.Aggregate(default(ClassCounts), (sum, one) => sum + one), zeroDivision));
        }

        double[] scores = [.. classes.Select(one => score(one, zeroDivision))];
        return average switch
        {
            Average.None => new MetricResult(name, scores),
            Average.Weighted => new MetricResult(name, Averaging.Mean(scores, [.. classes.Select(one => one.Referenced)])),
            _ => new MetricResult(name, Averaging.Mean(scores)),
        };
    }
}
