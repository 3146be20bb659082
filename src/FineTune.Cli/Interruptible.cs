namespace FineTune.Cli;

/// <summary>Waits for what may never come, such as a line of standard input, until the process is asked to end.</summary>
internal static class Interruptible
{
    /// <exception cref="OperationCanceledException">It was asked to end first.</exception>
    public static T Call<T>(Func<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<T> task = Task.Run(call, CancellationToken.None);
        try
        {
            task.Wait(cancellationToken);
        }
        catch (AggregateException)
        {
            // Below it is thrown as it is.
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException("Interrupted.", exception, cancellationToken);
        }

        return task.GetAwaiter().GetResult();
    }
}
