using FineTune.Autograd;

namespace FineTune;

/// <summary>The table of relative positions that all layers read: a row for each distance, or for each bucket of distances.</summary>
internal sealed class RelativeEmbeddings
{
    private readonly Embedding _table;
    private readonly LayerNorm? _norm;
    private readonly Func<int, int> _bucket;
    private Run? _last;

    /// <summary>Initializes it over modules of the model.</summary>
    /// <param name="table">Twice as many rows as distances, or buckets, there are in one direction.</param>
    /// <param name="norm">What rows go through before they are read, or null.</param>
    /// <param name="bucket">The bucket of a distance, which does not fall when distances grow and is the same in both directions but for the sign.</param>
    public RelativeEmbeddings(Embedding table, LayerNorm? norm, Func<int, int> bucket)
    {
        _table = table;
        _norm = norm;
        _bucket = bucket;
    }

    /// <summary>Gets the weights behind it.</summary>
    public IEnumerable<Parameter> Parameters => _norm is null ? [_table.Weight] : [_table.Weight, .. _norm.Parameters()];

    /// <summary>Gets which rows texts of a padded length need: those from the least distance to the greatest.</summary>
    public Run For(int length)
    {
        Run? last = _last;
        if (last?.RowOfDistance.Length == (2 * length) - 1)
        {
            return last;
        }

        int rows = _table.Weight.Shape[0];
        int[] all = [.. Enumerable.Range(1 - length, (2 * length) - 1).Select(distance => Math.Clamp(_bucket(distance) + (rows / 2), 0, rows - 1))];
        int first = all[0];
        _last = last = new(SequenceLayout.Range(first, all[^1] - first + 1, rows), Array.ConvertAll(all, row => row - first));
        return last;
    }

    /// <summary>The rows of a run under the norm, <c>[R, C]</c>.</summary>
    public Tensor Take(Run run)
    {
        Tensor rows = _table.Weight.Narrow(0, run.Layout.PaddedRows[0], run.Layout.TokenCount);
        return _norm is null ? rows : _norm.Forward(rows);
    }

    /// <summary>Some rows of the table.</summary>
    /// <param name="Layout">Where they lie in it.</param>
    /// <param name="RowOfDistance">Which of them belongs to a distance.</param>
    internal sealed record Run(SequenceLayout Layout, int[] RowOfDistance);
}
