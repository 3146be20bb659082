using FineTune.Testing.Server;

namespace FineTune.Testing.Faults;

/// <summary>The faults that are still to come.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _faults = [];

    public void Add(PlannedFault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.ForEach(fault => fault.Release());
            _faults.Clear();
        }
    }

    /// <summary>Gets the fault this request meets. The first that acts wins; the others did not see the request.</summary>
    public PlannedFault? Pick(Exchange exchange)
    {
        lock (_gate)
        {
            return _faults.Find(fault => fault.Takes(exchange));
        }
    }
}
