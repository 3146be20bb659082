using System.Diagnostics;

namespace FineTune.Runtime;

/// <summary>
/// Where the time goes: kernels report themselves here while a profile is being taken. Only the outermost kernel of a thread counts,
/// so that shares add up.
/// </summary>
internal sealed class Profile
{
    private static Profile? s_current;

    [ThreadStatic]
    private static int t_depth;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, ProfileTotal> _totals = [];
    private readonly List<ProfileEvent> _events = [];

    /// <summary>Gets the profile being taken, or null, which costs a kernel one comparison.</summary>
    public static Profile? Current => Volatile.Read(ref s_current);

    /// <summary>Gets or sets whether the times of kernels are added up.</summary>
    public bool IsCounting { get; set; }

    /// <summary>Gets or sets whether single events are kept, up to <see cref="MaxEvents"/>.</summary>
    public bool IsTracing { get; set; }

    /// <summary>Gets the most single events to keep.</summary>
    public int MaxEvents { get; init; } = 200_000;

    /// <summary>Gets the events kept so far, in the order they ended.</summary>
    public IReadOnlyList<ProfileEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Gets what was added up, by what reported it: the type of a job, or a name.</summary>
    public IReadOnlyDictionary<object, ProfileTotal> Totals
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<object, ProfileTotal>(_totals);
            }
        }
    }

    /// <summary>Forgets what was taken.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _totals.Clear();
            _events.Clear();
        }
    }

    /// <summary>Begins to take this profile, in place of any other.</summary>
    public void Start() => Volatile.Write(ref s_current, this);

    /// <summary>Ends it, if it is the one being taken.</summary>
    public void Stop() => Interlocked.CompareExchange(ref s_current, null, this);

    /// <summary>Marks the beginning of a kernel on this thread.</summary>
    public static ProfileSpan Begin()
    {
        Profile? profile = Current;
        if (profile is null)
        {
            return default;
        }

        t_depth++;
        return new ProfileSpan(profile, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends a kernel.</summary>
    public void End(object key, long begin, double operations)
    {
        long end = Stopwatch.GetTimestamp();
        if (--t_depth > 0)
        {
            return;
        }

        lock (_gate)
        {
            if (IsCounting)
            {
                ProfileTotal total = _totals.GetValueOrDefault(key);
                _totals[key] = new ProfileTotal(total.Ticks + end - begin, total.Calls + 1, total.Operations + operations);
            }

            Keep(key, begin, end, isPhase: false);
        }
    }

    /// <summary>Keeps a phase of the run, such as an evaluation, which contains kernels.</summary>
    public void AddPhase(string name, long begin, long end)
    {
        lock (_gate)
        {
            if (IsCounting)
            {
                ProfileTotal total = _totals.GetValueOrDefault(name);
                _totals[name] = new ProfileTotal(total.Ticks + end - begin, total.Calls + 1, 0);
            }

            Keep(name, begin, end, isPhase: true);
        }
    }

    private void Keep(object key, long begin, long end, bool isPhase)
    {
        if (IsTracing && _events.Count < MaxEvents)
        {
            _events.Add(new ProfileEvent(key, begin, end, Environment.CurrentManagedThreadId, isPhase));
        }
    }
}
