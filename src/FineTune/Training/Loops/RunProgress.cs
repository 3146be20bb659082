namespace FineTune.Training;

/// <summary>
/// How far a run is, beyond what the reference keeps in its state: with this a resumed run goes on as if nothing had happened. It is
/// written into every checkpoint.
/// </summary>
internal sealed record RunProgress
{
    /// <summary>Gets or sets the epoch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Gets or sets how many of its batches were used by finished optimizer steps.</summary>
    public long BatchesInEpoch { get; set; }

    /// <summary>Gets or sets whether everything that follows the last batch of the epoch was done.</summary>
    public bool IsEpochOver { get; set; }

    /// <summary>Gets or sets the sum of the losses of the steps since the last log, in float32 as the reference sums it.</summary>
    public float RunningLoss { get; set; }

    /// <summary>Gets or sets the sum of all losses logged before.</summary>
    public double TotalLoss { get; set; }

    /// <summary>Gets or sets the step of the last log.</summary>
    public int LastLoggedStep { get; set; }

    /// <summary>Gets or sets the loss of the last log, or null.</summary>
    public double? LastLoggedLoss { get; set; }

    /// <summary>Gets or sets the norm of the gradients of the last step, or null.</summary>
    public float? GradNorm { get; set; }

    /// <summary>Gets or sets the learning rate of the last step, or null.</summary>
    public double? LearningRate { get; set; }

    /// <summary>Gets or sets the operations that are not in the state's total yet; null when there are none at all.</summary>
    public double? CurrentFlos { get; set; }

    /// <summary>
    /// Gets or sets the state of the generator when the epoch began: an order of examples that is drawn from it is drawn again from there.
    /// </summary>
    public byte[]? EpochRandom { get; set; }

    /// <summary>Gets or sets whether a callback ended the run before its last step.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Gets the mean training loss since the last log, or that of the last log.</summary>
    public double? LossSoFar(int globalStep) => globalStep > LastLoggedStep ? RunningLoss / (double)(globalStep - LastLoggedStep) : LastLoggedLoss;

    /// <summary>Adds a batch's share of the loss of a step.</summary>
    /// <param name="loss">The share.</param>
    /// <param name="globalStep">The steps that are finished.</param>
    /// <param name="filter">What to do with one that is not finite: true puts the mean so far in its place, false adds it, null does not.</param>
    /// <returns>Whether it was dealt with.</returns>
    public bool AddLoss(float loss, int globalStep, bool? filter)
    {
        if (!float.IsFinite(loss) && filter != false)
        {
            RunningLoss += filter is null ? 0 : RunningLoss / (1 + globalStep - LastLoggedStep);
            return filter is not null;
        }

        RunningLoss += loss;
        return true;
    }
}
