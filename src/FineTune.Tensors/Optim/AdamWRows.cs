using System.Runtime.InteropServices;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>
/// Which AdamW steps the rows of an embedding table have still to go through. A step whose gradient touches few rows is done for these
/// alone; the others are brought up to date, step by step with each step's own scalars, when somebody reads them, with exactly the bits
/// that updating everything at once would have given.
/// </summary>
/// <remarks>
/// A row that never had a gradient has zero moments: but for weight decay it does not change at all. Each step also brings a few rows up to
/// date in turn, so that none is ever further behind than the history is long.
/// </remarks>
internal sealed class AdamWRows : DeferredWork
{
    /// <summary>The number of past steps remembered; a power of two.</summary>
    public const int HistoryLength = 512;

    // Every row comes by twice in the length of the history.
    private const int SweepSteps = HistoryLength / 2;

    private readonly Parameter _parameter;
    private readonly AdamWState _state;
    private readonly int _width;
    private readonly AdamWScalars[] _history = new AdamWScalars[HistoryLength];
    private readonly AdamWBound[] _bounds = new AdamWBound[HistoryLength];
    private readonly int[] _doneSteps;
    private readonly bool[] _hasMoments;
    private readonly List<AdamWLag> _work = [];
    private readonly Lock _gate = new();
    private int _step;
    private int _lastDecayStep;
    private int _nextToSweep;

    /// <summary>Initializes the record of a table whose rows are all up to date.</summary>
    public AdamWRows(Parameter parameter, in AdamWState state)
    {
        _parameter = parameter;
        _state = state;
        int rows = parameter.Shape[0];
        _width = parameter.Length / rows;
        _doneSteps = new int[rows];
        _hasMoments = new bool[rows];
    }

    /// <summary>
    /// Gets whether skipping rows under these scalars leaves every bit as it should be: a zero gradient must stay zero, and zero moments
    /// must add nothing.
    /// </summary>
    public static bool MaySkip(in AdamWScalars scalars, float gradientScale) =>
        float.IsFinite(gradientScale) && !float.IsNegative(gradientScale) &&
        float.IsFinite(scalars.NegativeStepSize) && float.IsNegative(scalars.NegativeStepSize) &&
        scalars.Eps > 0 && scalars.BiasCorrection2Root > 0 && float.IsFinite(scalars.Decay);

    /// <summary>Gets whether the record is of these moments.</summary>
    public bool IsOf(in AdamWState state) => _state == state;

    /// <summary>Finds out which rows have moments, after they were loaded.</summary>
    public void FindMoments()
    {
        for (int row = 0; row < _hasMoments.Length; row++)
        {
            _hasMoments[row] = HasBits(_state.ExpAvg, row) || HasBits(_state.ExpAvgSq, row) ||
                (_state.MaxExpAvgSq is { } max && HasBits(max, row));
        }
    }

    /// <summary>Notes that every row has just been updated outside this record; they must have been up to date before.</summary>
    public void NoteWholeUpdate()
    {
        Array.Fill(_hasMoments, true);
        Array.Fill(_doneSteps, _step);
    }

    /// <summary>
    /// Notes a step in which only <paramref name="rows"/> have a gradient, which the caller updates; they must be up to date.
    /// </summary>
    public void Advance(in AdamWScalars scalars, ReadOnlySpan<int> rows)
    {
        lock (_gate)
        {
            _step++;
            _history[_step % HistoryLength] = scalars;
            _lastDecayStep = scalars.Decay == 1 ? _lastDecayStep : _step;
            foreach (int row in rows)
            {
                _doneSteps[row] = _step;
                _hasMoments[row] = true;
            }

            Sweep();
            SetDeferred(this);
        }
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        lock (_gate)
        {
            if (_parameter.Storage.Deferred == this)
            {
                for (int row = 0; row < _doneSteps.Length; row++)
                {
                    AddWork(row);
                }

                CatchUp();
                SetDeferred(null);
            }
        }
    }

    /// <inheritdoc/>
    public override void CompleteRows(ReadOnlySpan<int> rows)
    {
        lock (_gate)
        {
            foreach (int row in rows)
            {
                AddWork(row);
            }

            CatchUp();
        }
    }

    private void Sweep()
    {
        int count = (_doneSteps.Length + SweepSteps - 1) / SweepSteps;
        for (int i = 0; i < count; i++)
        {
            AddWork(_nextToSweep);
            _nextToSweep = _nextToSweep + 1 == _doneSteps.Length ? 0 : _nextToSweep + 1;
        }

        CatchUp();
    }

    /// <summary>Notes what a row has to go through, if anything, as done.</summary>
    private void AddWork(int row)
    {
        int done = _doneSteps[row];
        if (done == _step)
        {
            return;
        }

        _doneSteps[row] = _step;
        if (_hasMoments[row] || done < _lastDecayStep)
        {
            _work.Add(new AdamWLag(row, done, _hasMoments[row]));
        }
    }

    private void CatchUp()
    {
        if (_work.Count == 0)
        {
            return;
        }

        FindBounds();
        AdamWReplayKernel kernel = new(
            CollectionsMarshal.AsSpan(_work),
            _history,
            _bounds,
            _step,
            _width,
            _parameter.RawSpan,
            _state.ExpAvg.RawSpan,
            _state.ExpAvgSq.RawSpan,
            _state.MaxExpAvgSq is { } max ? max.RawSpan : default);
        LaneWidth.Run(_work.Count, 4, kernel);
        _work.Clear();
    }

    /// <summary>Finds, for every step that somebody has still to go through, what it and those after it can do at most.</summary>
    private void FindBounds()
    {
        int first = _step;
        foreach (AdamWLag lag in _work)
        {
            first = Math.Min(first, lag.DoneSteps + 1);
        }

        AdamWBound bound = AdamWBound.Of(_history[_step % HistoryLength]);
        _bounds[_step % HistoryLength] = bound;
        for (int step = _step - 1; step >= first; step--)
        {
            bound = bound.With(_history[step % HistoryLength]);
            _bounds[step % HistoryLength] = bound;
        }
    }

    private void SetDeferred(DeferredWork? work)
    {
        _parameter.Storage.Deferred = work;
        _state.ExpAvg.Storage.Deferred = work;
        _state.ExpAvgSq.Storage.Deferred = work;
        if (_state.MaxExpAvgSq is { } max)
        {
            max.Storage.Deferred = work;
        }
    }

    private bool HasBits(Tensor moments, int row) =>
        MemoryMarshal.Cast<float, uint>(moments.RawSpan.Slice(row * _width, _width)).IndexOfAnyExcept(0u) >= 0;
}
