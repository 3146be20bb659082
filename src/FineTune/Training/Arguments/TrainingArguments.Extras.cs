namespace FineTune;

/// <content>What the reference does not have.</content>
public sealed partial record TrainingArguments
{
    /// <summary>
    /// Gets whether gradient accumulation sums the mean losses of its batches, as the reference does for classifiers since 5.0, instead
    /// of taking the mean over all their examples. Default false.
    /// </summary>
    /// <remarks>Summing makes loss and gradients as many times larger as batches are accumulated.</remarks>
    public bool UpstreamAccumulation { get; init; }

    /// <summary>
    /// Gets how many seconds training may take; it then ends as after its last step, with everything saved. Default null, no limit.
    /// </summary>
    /// <remarks>In JSON and on the command line also a time such as 90s, 5m, 1h30m, 2d or 01:30:00.</remarks>
    public double? MaxTime { get; init; }

    /// <summary>Gets how much the rows of each class count in the loss. Default null: all alike.</summary>
    /// <remarks>
    /// The loss of a batch is the sum of weight times loss, divided by the sum of the weights, as torch's <c>CrossEntropyLoss(weight)</c>;
    /// that of an optimizer step the same over all its rows, whatever the split into batches. For several labels a row the weights are
    /// torch's <c>pos_weight</c>. Evaluation uses the same loss. Not with a loss function of your own.
    /// </remarks>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>
    /// Gets how much less rows count that are predicted well: the loss of a row is multiplied by <c>(1 - p)^gamma</c>, where p is the
    /// probability of its class (Lin et al. 2017; 2 is usual). Default null, no such factor.
    /// </summary>
    /// <remarks>With <see cref="ClassWeights"/> a row also counts by its class; the sum is divided by the sum of the weights.</remarks>
    public double? FocalLossGamma { get; init; }

    /// <summary>
    /// Gets what a layer's learning rate is of that of the layer above it: the head has the learning rate itself, the last layer that times
    /// this, and so on down to the embeddings. In (0, 1]; 0.8 to 0.95 are usual. Default null: all alike.
    /// </summary>
    /// <remarks>The logged learning rate is the head's.</remarks>
    public double? LayerwiseLrDecay { get; init; }

    /// <summary>Gets how gradients travel between processes. Default <see cref="DdpCommHook.No"/>: in float32.</summary>
    /// <remarks>Accelerate's <c>comm_hook</c>. The sums have other bits, but the same on every process and in every repetition.</remarks>
    public DdpCommHook DdpCommHook { get; init; }

    /// <summary>
    /// Gets whether everything a run does is done a little, to see that it works before it costs time: two optimizer steps, two batches of
    /// each evaluation and prediction, logs, checkpoints and the saved model in a temporary folder. Default false.
    /// </summary>
    /// <remarks>
    /// <see cref="OutputDir"/> is not touched: the Trainer's own arguments name the temporary folder, which is deleted when the process ends.
    /// Whatever is saved elsewhere goes there too.
    /// </remarks>
    public bool FastDevRun { get; init; }

    /// <summary>Gets whether these are the arguments that <see cref="FastDevRun"/> was made of already.</summary>
    internal bool IsShrunk { get; init; }

    /// <summary>
    /// Gets how much of an exponential moving average of the weights a step keeps; in [0, 1), 0.99 to 0.9999 are usual. The average is what is
    /// evaluated, compared, saved as the model of a checkpoint and left in the model at the end. Default null: no average.
    /// </summary>
    /// <remarks>
    /// The average begins with the weights as they are. A checkpoint also has the weights that are trained, so that a resumed run is the same
    /// run. Not with schedule-free optimizers, which average by themselves.
    /// </remarks>
    public double? EmaDecay { get; init; }

    /// <summary>
    /// Gets patterns of the names of parameters that are not trained: <c>*</c> stands for any characters, <c>?</c> for one, <c>[0-5]</c> for
    /// one of these (<c>bert.embeddings.*</c>, <c>*.layer.[0-5].*</c>); what follows <c>re:</c> is a regular expression that is searched for.
    /// Default empty.
    /// </summary>
    /// <remarks>A pattern that matches nothing is an error. Frozen parameters have neither gradient nor optimizer state.</remarks>
    public IReadOnlyList<string> Freeze { get; init; } = [];
}
