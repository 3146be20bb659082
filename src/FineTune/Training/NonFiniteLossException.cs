namespace FineTune;

/// <summary>
/// A loss or gradient was not a number, or infinite. Training stopped before it could spoil the weights: they are those of the last good
/// step, in memory and in the checkpoint that was saved.
/// </summary>
public sealed class NonFiniteLossException : InvalidOperationException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What happened where, and what to do.</param>
    /// <param name="step">The step that was being computed, counted from 1.</param>
    /// <param name="rows">The rows of the training data in the batch, if they are known.</param>
    /// <param name="culprit">The parameter, or part of the computation, that was not finite first.</param>
    public NonFiniteLossException(string message, int step, IReadOnlyList<int> rows, string culprit)
        : base(message) => (Step, Rows, Culprit) = (step, rows, culprit);

    /// <summary>Gets the step that was being computed, counted from 1.</summary>
    public int Step { get; }

    /// <summary>Gets the rows of the training data in the batch, from 0; empty when they are not known.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>Gets the parameter, or part of the computation, that was not finite first.</summary>
    public string Culprit { get; }
}
