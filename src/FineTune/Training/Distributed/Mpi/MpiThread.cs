namespace FineTune.Training;

/// <summary>The one thread that calls the MPI library; others give it their work and wait.</summary>
internal sealed class MpiThread
{
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Lock _gate = new();
    private Action? _work;
    private Exception? _failure;
    private readonly ManualResetEventSlim _done = new();

    public MpiThread() => new Thread(Serve) { IsBackground = true, Name = "MPI" }.Start();

    /// <summary>Has something done there, and waits for it.</summary>
    public void Do(Action work)
    {
        lock (_gate)
        {
            (_work, _failure) = (work, null);
            _done.Reset();
            _wanted.Release();
            _done.Wait();
            if (_failure is { } failure)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    private void Serve()
    {
        while (true)
        {
            _wanted.Wait();
            try
            {
                _work!();
            }
            catch (Exception exception)
            {
                _failure = exception;
            }

            _done.Set();
        }
    }
}
