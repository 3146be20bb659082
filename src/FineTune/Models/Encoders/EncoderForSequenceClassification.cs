using FineTune.Autograd;

namespace FineTune;

/// <summary>An <see cref="EncoderModel"/> with a classifier of whole texts.</summary>
public abstract class EncoderForSequenceClassification : PreTrainedModel
{
    /// <summary>Initializes the class.</summary>
    /// <param name="model">The model without the head.</param>
    /// <param name="classifierBefore">A head the reference makes before the model, and so draws and numbers first; or null.</param>
    private protected EncoderForSequenceClassification(EncoderModel model, Module? classifierBefore = null)
        : base(model.Config)
    {
        if (classifierBefore is not null)
        {
            RegisterModule("classifier", classifierBefore);
        }

        Model = RegisterModule(model.BaseModelPrefix, model);
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => Model.BaseModelPrefix;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => [.. Model.ForwardParameters ?? [], "labels"];

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    /// <summary>Gets the model without the head.</summary>
    private protected EncoderModel Model { get; }

    /// <summary>Computes the logits <c>[B, num_labels]</c> of a batch, and the loss when it has labels.</summary>
    /// <param name="batch">What <see cref="ForwardParameters"/> names, as far as it is wanted; <c>input_ids</c> always.</param>
    /// <exception cref="ArgumentException">An id or a label is out of range, the batch too long, or shapes do not fit.</exception>
    public override SequenceClassifierOutput Forward(Batch batch)
    {
        using Autocast? autocast = Autocast.Where(Precision);
        EncoderInput input = Model.Pack(batch);
        List<Tensor>? states = PackedStates.If(Config.OutputHiddenStates);
        Tensor logits = Classify(Summarize(input, states)); // [B, num_labels]
        return new()
        {
            Logits = logits,
            HiddenStates = states.Unpack(input.Layout),
            Loss = Loss(logits, batch),
        };
    }

    /// <inheritdoc/>
    internal sealed override bool OpensPrecision => true;

    /// <inheritdoc/>
    internal sealed override bool Ignores(string key) => Model.Ignores(key);

    /// <summary>One vector a text, <c>[B, C]</c>: the first position's.</summary>
    internal virtual Tensor Summarize(EncoderInput input, ICollection<Tensor>? hiddenStates) =>
        Model.EncodeFirst(input, NeftuneNoiseAlpha, hiddenStates);

    /// <summary>The loss, or null when the batch has no labels.</summary>
    internal virtual Tensor? Loss(Tensor logits, Batch batch) => SequenceClassification.Loss(this, logits, batch);

    /// <summary>The logits, <c>[B, num_labels]</c>, of one vector a text.</summary>
    internal abstract Tensor Classify(Tensor summary);
}
