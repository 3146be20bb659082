using System.Globalization;
using System.Runtime.ExceptionServices;

namespace FineTune.Tokenizers;

/// <summary>Spreads the texts of a batch over threads.</summary>
internal static class BatchWork
{
    private const int Grain = 32;
    private const int MaxThreads = 64;
    private const string Variable = "FINETUNE_NUM_THREADS";

    /// <summary>Does a piece of work for every index; each is independent of the others.</summary>
    public static void Run(int count, int? threads, CancellationToken cancellationToken, Action<int> work)
    {
        int degree = Math.Clamp(threads ?? DefaultThreads(Environment.GetEnvironmentVariable(Variable)), 1, Math.Max(1, count / Grain));
        if (degree == 1)
        {
            RunRange(0, count, cancellationToken, work);
            return;
        }

        int blocks = (count + Grain - 1) / Grain;
        ParallelOptions options = new() { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, blocks, options, block =>
                RunRange(block * Grain, Math.Min(count, (block + 1) * Grain), cancellationToken, work));
        }
        catch (AggregateException exception) when (exception.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private static void RunRange(int from, int to, CancellationToken cancellationToken, Action<int> work)
    {
        for (int i = from; i < to; i++)
        {
            if (i % Grain == 0)
                cancellationToken.ThrowIfCancellationRequested();
            work(i);
        }
    }

    /// <summary>The number of threads where the program gives none, given the value of the environment variable; read as the computing library reads it.</summary>
    internal static int DefaultThreads(string? variable)
    {
        if (string.IsNullOrWhiteSpace(variable))
            return Environment.ProcessorCount;
        if (!int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) || threads is < 1 or > MaxThreads)
            Throw.ThreadVariableUnusable(Variable, variable, MaxThreads);
        return threads;
    }
}
