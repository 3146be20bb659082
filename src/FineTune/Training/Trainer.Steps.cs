using FineTune.Autograd;
using FineTune.Training;

namespace FineTune;

/// <content>What happens to a batch.</content>
public partial class Trainer
{
    private LabelSmoother? _labelSmoother;
    private double? _weightOfLoss;
    private bool _isSmoothed;
    private long? _parametersForFlops;

    /// <summary>Gets or sets how many batches the present optimizer step has; the last of an epoch may have fewer.</summary>
    public int CurrentGradientAccumulationSteps { get; internal set; } = 1;

    /// <summary>Gets the loss that <c>class_weights</c> and <c>focal_loss_gamma</c> ask for; null without them.</summary>
    internal ClassificationLoss? ClassificationLoss { get; private set; }

    /// <summary>Gets or sets what the batches of the present optimizer step weigh by <see cref="ClassificationLoss"/>.</summary>
    internal double? WeightOfStep { get; set; }

    /// <summary>Gets or sets everything the model returned for the batch that was predicted last.</summary>
    internal ModelOutput? PredictedOutput { get; set; }

    /// <summary>Gets the first output of a forward pass that was not finite, when its loss was not.</summary>
    internal string? NonFiniteOutput { get; private set; }

    /// <summary>Computes the floating-point operations of the forward and backward pass of a batch: six a token and weight outside embeddings.</summary>
    public virtual double FloatingPointOps(Batch inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _parametersForFlops ??= ModelSettings.NumParametersWithoutEmbeddings(Model);
        return inputs.TryGetValue(MainInputName, out TensorBase? main) ? 6.0 * main.Length * _parametersForFlops.Value : 0;
    }

    /// <summary>Computes the loss of a batch. Override it for a loss of your own.</summary>
    /// <param name="model">The model, in training or evaluation mode.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="numItemsInBatch">How many labels the whole optimizer step has, those ignored not counted; null when it has none.</param>
    /// <returns>The loss, a scalar: the mean over the batch unless <see cref="LossIsScaledForGa"/> says otherwise; and the model's output.</returns>
    /// <exception cref="InvalidOperationException">The model computed no loss.</exception>
    protected internal virtual (Tensor Loss, ModelOutput Outputs) ComputeLoss(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ClassificationLoss? weighted = inputs.Labels is null ? null : ClassificationLoss;
        LabelSmoother? smoother = weighted is null ? Smoother(inputs) : null;
        TensorBase? labels = ComputeLossFunc is not null || smoother is not null || weighted is not null ? inputs.Remove("labels") : null;
        ModelOutput outputs = model.Forward(inputs);
        Tensor? loss = ComputeLossFunc is { } compute ? compute(outputs, labels, numItemsInBatch)
            : weighted is not null ? weighted.Apply(model, outputs.Logits, labels!, inputs.Rows)
            : smoother is not null ? smoother.Apply(outputs.Logits, labels!)
            : outputs.Loss;
        if (labels is not null)
        {
            inputs["labels"] = labels;
        }

        _weightOfLoss = weighted?.WeightOf(inputs);
        _isSmoothed = smoother is not null;

        return loss is not null ? (loss, outputs) : throw new InvalidOperationException(
            $"{model.GetType().Name} computed no loss from a batch of {string.Join(", ", inputs.Keys)}. Give the data a column \"labels\" (or \"label\"), " +
            "let the model compute Loss when the batch has labels, or set ComputeLossFunc.");
    }

    /// <summary>Takes an optimizer step of which nothing is kept, to see what steps need: memory, or time.</summary>
    internal void RehearseStep(Batch batch, Optimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        WeightOfStep = ClassificationLoss?.WeightOf([batch]);
        RunTrainingStep(batch, ItemCount.Of([batch]));
        _ = Args.MaxGradNorm > 0 ? GradientClipping.ClipGradNorm(parameters, Args.MaxGradNorm) : GradientClipping.GetTotalNorm(parameters);
        optimizer.Step();
        Average?.Update();
        Model.ZeroGrad();
    }

    /// <summary>Takes a training step in the precision of the run, whoever wrote it.</summary>
    internal float RunTrainingStep(Batch inputs, long? numItemsInBatch)
    {
        using Autocast? autocast = PrecisionOfRun.Enter(this);
        return TrainingStep(Model, inputs, numItemsInBatch);
    }

    /// <summary>Computes the loss of a batch and adds its gradients to the parameters'. Override it to change both together.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="numItemsInBatch">How many labels the whole optimizer step has, those ignored not counted.</param>
    /// <returns>The batch's share of the loss of the optimizer step.</returns>
    protected internal virtual float TrainingStep(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        model.Train();
        Optimizer?.Train();
        using TensorScope scope = new();
        (_weightOfLoss, _isSmoothed) = (null, false);
        long itemsOfBatch = ItemCount.Of(inputs); // Whatever ComputeLoss takes out of the batch.
        (Tensor loss, _) = ComputeLoss(model, inputs, numItemsInBatch);
        (double items, double of) = ShareOf(itemsOfBatch, numItemsInBatch);
        if (items == 0 || numItemsInBatch == 0)
        {
            return 0; // Every label of the batch, or of the step, is ignored: a mean over nothing, which weighs nothing.
        }

        float value = (float)(loss.Item() * items / of);
        if (!float.IsFinite(value) && Args.LoggingNanInfFilter is null)
        {
            NonFiniteOutput = FineTune.Training.NonFiniteOutput.FirstIn(model, loss);
            return value; // The run stops here, and gradients would tell less.
        }

        BeforeBackward?.Invoke();
        loss.Backward((float)(items / of));
        return value;
    }

    /// <summary>Computes loss and scores of a batch without gradients. Override it to change what an evaluation collects.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="predictionLossOnly">Whether the scores are not needed.</param>
    /// <returns>What there is of the loss, a scalar; the scores; and the labels.</returns>
    protected internal virtual (Tensor? Loss, Tensor? Logits, TensorBase? Labels) PredictionStep(
        TrainableModel model, Batch inputs, bool predictionLossOnly)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        bool hasLabels = LabelNames.Count > 0 && LabelNames.All(name => inputs.TryGetValue(name, out _));
        if (!hasLabels)
        {
            ModelOutput bare = model.Forward(inputs);
            PredictedOutput = bare;
            return predictionLossOnly ? (null, null, null) : (null, bare.Logits, null);
        }

        TensorBase labels = inputs[LabelNames[0]];
        (Tensor loss, ModelOutput outputs) = ComputeLoss(model, inputs, ItemCount.Of(inputs));
        PredictedOutput = outputs;
        return predictionLossOnly ? (loss, null, null) : (loss, outputs.Logits, labels);
    }

    /// <summary>Counts the input tokens, if the arguments ask for it.</summary>
    internal void TrackNumInputTokens(Batch inputs)
    {
        if (Args.IncludeNumInputTokensSeen == InputTokenCount.No)
        {
            return;
        }

        if (!inputs.TryGetValue(MainInputName, out TensorBase? main))
        {
            Messages.WarningOnce(LogEvent.Settings, $"Input tokens cannot be counted: the batch has no {MainInputName}.");
            return;
        }

        State.NumInputTokensSeen += Args.IncludeNumInputTokensSeen == InputTokenCount.NonPadding ? CountNonPadding(inputs, main) : main.Length;
    }

    private static IReadOnlyList<string> LabelNamesOf(TrainableModel model) =>
        model.ForwardParameters?.Where(name => name.Contains("label", StringComparison.Ordinal)).ToArray() is { Length: > 0 } names ? names : ["labels"];

    private long CountNonPadding(Batch inputs, TensorBase main)
    {
        if (inputs.AttentionMask is { } mask)
        {
            long sum = 0;
            foreach (long value in mask.Span)
            {
                sum += value;
            }

            return sum;
        }

        return ProcessingClass?.PadTokenId is { } padding && main is LongTensor ids ? ids.Length - ids.Span.Count(padding) : main.Length;
    }

    /// <summary>The weight of a batch's mean loss in the optimizer step, as a fraction; a smoothed loss the reference too divides by the labels of the step.</summary>
    private (double Items, double Of) ShareOf(long itemsOfBatch, long? numItemsInBatch)
    {
        bool asItIs = LossIsScaledForGa ?? (ComputeLossFunc is not null || (Args.UpstreamAccumulation && !_isSmoothed));
        return asItIs ? (1, 1)
            : LossIsScaledForGa is null && _weightOfLoss is { } weight && WeightOfStep is { } total ? (weight, total)
            : LossIsScaledForGa is null && numItemsInBatch is { } all ? (itemsOfBatch, all)
            : (1, CurrentGradientAccumulationSteps);
    }

    private LabelSmoother? Smoother(Batch inputs)
    {
        if (Args.LabelSmoothingFactor == 0 || inputs.Labels is null)
        {
            return null;
        }

        if (inputs.Labels is LongTensor)
        {
            return _labelSmoother ??= new LabelSmoother(Args.LabelSmoothingFactor);
        }

        Messages.WarningOnce(LogEvent.Settings, "label_smoothing_factor is not used: it is for one class a row, and these labels are numbers, or several a row.");
        return null;
    }
}
