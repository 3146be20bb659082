using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>
/// AdamW's step of one large parameter, put off until somebody asks for its numbers. The updates of a step follow one another in the order in which a forward pass
/// reads the parameters: when one is made, the next is begun, by a thread that is free, beside what is computed with the first.
/// </summary>
/// <remarks>
/// An update waits for memory, a product for arithmetic: two threads that do one each are sooner done than two that do the same. And weights that were
/// updated just before are still in the cache when they are multiplied by.
/// </remarks>
internal sealed class PendingUpdate : DeferredWork
{
    /// <summary>The fewest elements that are worth it.</summary>
    public const int FewestElements = 1 << 16;

    private readonly Parameter _parameter;
    private readonly AdamWPlan _plan = new();
    private readonly Early _early;
    private readonly Lock _gate = new();
    private AdamWState _state;
    private Storage? _gradient;
    private DeferredWork? _workOnGradient;
    private PendingUpdate? _next;

    /// <summary>Initializes what puts off the updates of a parameter.</summary>
    public PendingUpdate(Parameter parameter)
    {
        _parameter = parameter;
        _early = new Early(this);
    }

    /// <summary>Puts off a step, which is to be begun when the one before it has been made.</summary>
    public void Set(in AdamWState state, in AdamWScalars scalars, in AdamWSettings settings, float scale, PendingUpdate? before)
    {
        _plan.Add(_parameter, state, scalars, settings, scale);
        _state = state;
        _gradient = _parameter.GradBuffer!.Storage;
        _workOnGradient = _gradient.Deferred;
        _next = null;
        before?._next = this;
        SetDeferred(this);
        _gradient.Deferred = this;
    }

    /// <summary>Begins the update, if it has not been, on a thread that is free.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_plan.Count > 0 && !_early.HasBegun && Workers.ThreadCount > 1 && !SharedJob.IsInside)
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
            if (_plan.Count > 0)
            {
                Make();
            }

            (next, _next) = (_next, null);
        }

        next?.Begin();
    }

    /// <inheritdoc/>
    public override DeferredWork? WithoutNumbers()
    {
        lock (_gate)
        {
            _workOnGradient = null;
            return _plan.Count > 0 ? this : null;
        }
    }

    private void Make()
    {
        if (_early.HasBegun)
        {
            ProfileSpan span = Profile.Begin();
            _early.Finish();
            span.End(KernelFamily.Of(typeof(AdamWKernel)));
            _plan.Clear();
        }
        else
        {
            _plan.Run();
        }

        SetDeferred(null);
        if (_gradient!.Deferred == this)
        {
            _gradient.Deferred = _workOnGradient;
        }

        (_gradient, _workOnGradient) = (null, null);
    }

    private void SetDeferred(DeferredWork? work)
    {
        _parameter.Storage.Deferred = work;
        _state.ExpAvg.Storage.Deferred = work;
        _state.ExpAvgSq.Storage.Deferred = work;
        _state.MaxExpAvgSq?.Storage.Deferred = work;
    }

    /// <summary>The update, which keeps alive what it has the addresses of.</summary>
    private sealed class Early(PendingUpdate update) : EarlyWork
    {
        public bool HasBegun => IsPending;

        protected internal override void Work(int start, int end) => update._plan.Run(start, end);
    }
}
