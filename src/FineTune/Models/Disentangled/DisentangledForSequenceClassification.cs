namespace FineTune;

/// <summary>An encoder of DeBERTa's kind with a classifier of whole texts on a pooler's vector.</summary>
/// <typeparam name="TModel">The class itself.</typeparam>
public abstract class DisentangledForSequenceClassification<TModel> : EncoderForSequenceClassification<TModel>
    where TModel : DisentangledForSequenceClassification<TModel>
{
    private readonly ContextPooler _pooler;
    private readonly Linear _classifier;
    private readonly Dropout _dropout;

    private protected DisentangledForSequenceClassification(DisentangledConfig config, EncoderModel model)
        : base(model)
    {
        _pooler = RegisterModule("pooler", new ContextPooler(config));
        _classifier = RegisterModule("classifier", new Linear(config.HiddenSize, config.NumLabels));
        _dropout = RegisterModule("dropout", new Dropout(config.ClsDropout ?? config.HiddenDropoutProb));
    }

    internal sealed override Tensor Classify(Tensor first) => _classifier.Forward(_dropout.Forward(_pooler.Forward(first))); // [B, num_labels]

    /// <remarks>
    /// As in the reference, a configuration without a problem type stays so, and numbers for several labels are then shares of one class each, not
    /// yes or no.
    /// </remarks>
    internal sealed override Tensor? Loss(Tensor logits, Batch batch)
    {
        bool isKnown = Config.ProblemType is not null;
        return !isKnown && Config.NumLabels > 1 && batch.Labels is Tensor shares && shares.Shape == logits.Shape
            ? Shares(logits, shares)
            : SequenceClassification.Loss(this, logits, batch, notes: isKnown);
    }

    /// <summary><c>-mean(sum(log_softmax(logits) * shares))</c>.</summary>
    private static Tensor Shares(Tensor logits, Tensor shares) =>
        (Functional.LogSoftmax(logits) * shares).Sum(-1).Mean() * -1f;

    /// <summary>Positions are added by some models only; files of the others may hold them all the same.</summary>
    internal sealed override bool Ignores(string key) => key.Contains("position_embeddings", StringComparison.Ordinal);
}
