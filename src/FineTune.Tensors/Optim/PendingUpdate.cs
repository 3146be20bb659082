using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>
/// AdamW's step of one large parameter, put off until somebody asks for its numbers. The updates of a step follow one another in the order of the groups, which is
/// about that in which a forward pass reads the parameters: when one is made, the next is begun, by a thread that is free, beside what is computed with the first.
/// </summary>
/// <remarks>
/// An update waits for memory, a product for arithmetic: two threads that do one each are sooner done than two that do the same. And weights that were
/// updated just before are still in the cache when they are multiplied by.
/// </remarks>
internal sealed class PendingUpdate : DeferredWork
{
    private readonly Parameter _parameter;
    private readonly AdamWPlan _plan = new();
    private readonly Early _early;
    private readonly Lock _gate = new();
    private readonly List<Storage> _changed = new(4);
    private Storage? _gradient;
    private DeferredWork? _workOnGradient;
    private PendingUpdate? _next;

    /// <summary>Initializes what puts off the updates of a parameter.</summary>
    public PendingUpdate(Parameter parameter)
    {
        _parameter = parameter;
        _early = new Early(this);
    }

    /// <summary>Gets or sets the fewest elements that are worth it; tests set it.</summary>
    public static int FewestElements { get; set; } = 1 << 16;

    /// <summary>Puts off a step, which is to be begun when the one before it has been made.</summary>
    public void Set(in AdamWState state, in AdamWScalars scalars, in AdamWSettings settings, float scale, PendingUpdate? before)
    {
        Complete();
        lock (_gate)
        {
            _plan.Clear(); // Where there was no memory for all of it, something may be left.
            _changed.Clear();
            _plan.Add(_parameter, state, scalars, settings, scale);
            _changed.Add(_parameter.Storage);
            _changed.Add(state.ExpAvg.Storage);
            _changed.Add(state.ExpAvgSq.Storage);
            if (state.MaxExpAvgSq is { } max)
            {
                _changed.Add(max.Storage);
            }

            _gradient = _parameter.GradBuffer!.Storage;
            _workOnGradient = _gradient.Deferred;
            SetDeferred(this);
            _gradient.Deferred = this;
        }

        before?._next = this;
    }

    /// <summary>Begins the update, if it has not been, on a thread that is free.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_gradient is not null && !_early.HasBegun && EarlyWork.CanBegin)
            {
                _early.Begin(_plan.Count);
            }
        }
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        PendingUpdate? next;
        lock (_gate)
        {
            if (_gradient is not null)
            {
                ProfileSpan span = Profile.Begin();
                Make(_gradient);
                span.End(KernelFamily.PutOffUpdates);
            }

            (next, _next) = (_next, null);
        }

        next?.Begin();
    }

    /// <inheritdoc/>
    public override DeferredWork? ForgetNumbers()
    {
        lock (_gate)
        {
            _workOnGradient = null;
            return _gradient is null ? null : this;
        }
    }

    /// <summary>It may have been begun: it is made.</summary>
    public override void Abandon() => Complete();

    private void Make(Storage gradient)
    {
        if (_early.HasBegun)
        {
            _early.Finish();
            _plan.Clear();
        }
        else
        {
            _plan.Run();
        }

        SetDeferred(null);
        _changed.Clear();
        if (gradient.Deferred == this)
        {
            gradient.Deferred = _workOnGradient;
        }

        (_gradient, _workOnGradient) = (null, null);
    }

    private void SetDeferred(DeferredWork? work)
    {
        foreach (Storage storage in _changed)
        {
            storage.Deferred = work;
        }
    }

    /// <summary>The update, which keeps alive what it has the addresses of.</summary>
    private sealed class Early(PendingUpdate update) : EarlyWork
    {
        public bool HasBegun => IsPending;

        protected internal override void Work(int start, int end) => update._plan.Run(start, end);
    }
}
