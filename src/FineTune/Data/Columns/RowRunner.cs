namespace FineTune.Data;

/// <summary>Runs a function for every row, on several threads if asked, so that what comes out does not depend on how many.</summary>
internal static class RowRunner
{
    private const int LargestPiece = 256;

    /// <summary>
    /// Runs <paramref name="body"/> for the rows <paramref name="start"/> to <paramref name="end"/> - 1. If it fails for some, the
    /// exception of the first of them is thrown, wrapped by <paramref name="wrap"/>.
    /// </summary>
    public static void Run(
        int start,
        int end,
        int? numProc,
        Action<int> body,
        Func<int, Exception, Exception> wrap,
        IProgress<int>? progress,
        CancellationToken token)
    {
        if (numProc is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(numProc), numProc, "numProc is the number of threads: at least 1, or null for all cores.");
        }

        int threads = Math.Min(numProc ?? Environment.ProcessorCount, Math.Max(1, end - start));
        int piece = Math.Clamp((end - start) / (threads * 8), 1, LargestPiece);
        Job job = new(start, end, piece, body, progress, token);
        if (threads == 1)
        {
            job.Work();
        }
        else
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => job.Work());
        }

        token.ThrowIfCancellationRequested();
        if (job.Failure is { } failure)
        {
            throw wrap(failure.Row, failure.Exception);
        }
    }

    private sealed class Job(int start, int end, int piece, Action<int> body, IProgress<int>? progress, CancellationToken token)
    {
        private readonly Lock _lock = new();
        private int _next = start;
        private int _done = start;
        private volatile int _firstFailed = int.MaxValue;

        public (int Row, Exception Exception)? Failure { get; private set; }

        /// <summary>Takes pieces in row order until none is left; rows behind a failed one are not begun.</summary>
        public void Work()
        {
            while (true)
            {
                int from = Interlocked.Add(ref _next, piece) - piece;
                int to = Math.Min(from + piece, end);
                for (int row = from; row < to; row++)
                {
                    if (row > _firstFailed || token.IsCancellationRequested)
                    {
                        return;
                    }

                    RunRow(row);
                }

                if (from >= end)
                {
                    return;
                }

                Report(to - from);
            }
        }

        private void RunRow(int row)
        {
            try
            {
                body(row);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !token.IsCancellationRequested)
            {
                lock (_lock)
                {
                    if (row < _firstFailed)
                    {
                        _firstFailed = row;
                        Failure = (row, exception);
                    }
                }
            }
        }

        private void Report(int rows)
        {
            if (progress is null)
            {
                return;
            }

            lock (_lock)
            {
                _done += rows;
                progress.Report(_done);
            }
        }
    }
}
