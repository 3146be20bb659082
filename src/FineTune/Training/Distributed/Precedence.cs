namespace FineTune.Training;

/// <summary>What the main process does before the others do.</summary>
internal sealed class Precedence : IDisposable
{
    private readonly ProcessGroup _processes;
    private readonly bool _isFirst;
    private bool _isOver;

    public Precedence(ProcessGroup processes, bool local)
    {
        _processes = processes;
        _isFirst = local ? processes.LocalRank == 0 : processes.IsMain;
        if (!_isFirst)
        {
            processes.Barrier();
        }
    }

    public void Dispose()
    {
        if (_isFirst && !_isOver)
        {
            _processes.Barrier();
        }

        _isOver = true;
    }
}
