using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FineTune;

/// <summary>
/// Tells whether a classifier answers: healthy if it does, degraded if as many texts wait as its queue holds, so that callers wait for room.
/// </summary>
/// <param name="classifier">The classifier.</param>
public sealed class TextClassificationHealthCheck(TextClassificationPipeline classifier) : IHealthCheck
{
    internal const string Probe = "ready?";

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        int waiting = classifier.Waiting;
        if (waiting >= classifier.QueueSize)
        {
            return HealthCheckResult.Degraded($"{waiting} texts wait, as many as the queue holds: requests come faster than they are answered.");
        }

        try
        {
            await classifier.ClassifyAsync(Probe, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy($"{waiting} texts wait");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
