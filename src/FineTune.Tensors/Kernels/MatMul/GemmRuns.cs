namespace FineTune.Kernels;

/// <summary>
/// The runs of slivers that threads take one after the other. The last run of each is cut in pieces, as far as it has slivers for them, so that whoever is done first
/// does not wait for a whole one.
/// </summary>
internal readonly struct GemmRuns
{
    private const int MostPieces = 3;
    private readonly Division _whole;
    private readonly int _pieces;
    private readonly int _uncut;

    /// <summary>Cuts the last runs of a division for so many threads.</summary>
    public GemmRuns(Division whole, int threads)
    {
        _whole = whole;
        _pieces = threads == 1 ? 1 : Math.Clamp(whole.Size(whole.Count - 1), 1, MostPieces);
        _uncut = Math.Max(0, whole.Count - threads);
    }

    /// <summary>Gets how many there are.</summary>
    public int Count => _uncut + ((_whole.Count - _uncut) * _pieces);

    /// <summary>Gets the first sliver of a run, and how many it has.</summary>
    public (int Start, int Size) Of(int run)
    {
        if (run < _uncut)
        {
            return (_whole.Start(run), _whole.Size(run));
        }

        (int cut, int piece) = Math.DivRem(run - _uncut, _pieces);
        int size = _whole.Size(_uncut + cut);
        int from = size * piece / _pieces;
        return (_whole.Start(_uncut + cut) + from, (size * (piece + 1) / _pieces) - from);
    }
}
