namespace FineTune.Kernels;

/// <summary>
/// The pieces of a product that threads take one after the other: runs of dealt slivers that meet all shared ones or, where there are fewer runs than threads, a part of
/// them. The last pieces are smaller, so that whoever is done first does not wait for a whole one: the last run of each thread is cut, as far as it has slivers for it,
/// and the last cuts meet the shared slivers in two halves, where these are enough. One thread has nothing cut.
/// </summary>
internal readonly struct GemmRuns
{
    private const int MostCuts = 3;

    // Each half packs the dealt slivers anew: it is to have three tiles or more for each.
    private const int FewestToHalve = 6;
    private readonly Division _dealt;
    private readonly Division _parts;
    private readonly int _cuts;
    private readonly int _uncut;
    private readonly int _runs;
    private readonly int _whole;

    /// <summary>Cuts a product whose dealt slivers are divided and which has so many shared ones, for so many threads.</summary>
    public GemmRuns(Division dealt, int shared, int threads)
    {
        _dealt = dealt;
        _parts = Division.IntoParts(Math.Min(threads, shared) / dealt.Count, shared);
        _cuts = threads == 1 ? 1 : Math.Clamp(dealt.Size(dealt.Count - 1), 1, MostCuts);
        _uncut = Math.Max(0, dealt.Count - threads);
        _runs = _uncut + ((dealt.Count - _uncut) * _cuts);
        int pieces = _runs * _parts.Count;
        int halved = threads > 1 && pieces > threads && _parts.Size(_parts.Count - 1) >= FewestToHalve ? threads : 0;
        _whole = pieces - halved;
        Count = pieces + halved;
    }

    /// <summary>Gets how many there are.</summary>
    public int Count { get; }

    /// <summary>Gets a piece: its first dealt sliver and how many it has, and of the shared slivers it meets the first and behind the last.</summary>
    public (int Start, int Size, int SharedStart, int SharedEnd) Of(int piece)
    {
        int whole = piece < _whole ? piece : _whole + ((piece - _whole) / 2);
        (int part, int run) = Math.DivRem(whole, _runs);
        (int start, int size) = Run(run);
        int sharedStart = _parts.Start(part);
        int sharedEnd = sharedStart + _parts.Size(part);
        if (piece < _whole)
        {
            return (start, size, sharedStart, sharedEnd);
        }

        int middle = sharedStart + (_parts.Size(part) / 2);
        return (piece - _whole) % 2 == 0 ? (start, size, sharedStart, middle) : (start, size, middle, sharedEnd);
    }

    private (int Start, int Size) Run(int run)
    {
        if (run < _uncut)
        {
            return (_dealt.Start(run), _dealt.Size(run));
        }

        (int last, int cut) = Math.DivRem(run - _uncut, _cuts);
        int size = _dealt.Size(_uncut + last);
        int from = size * cut / _cuts;
        return (_dealt.Start(_uncut + last) + from, (size * (cut + 1) / _cuts) - from);
    }
}
