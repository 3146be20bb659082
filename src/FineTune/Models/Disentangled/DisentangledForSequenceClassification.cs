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

    /// <summary>Gets false: as in the reference, a configuration without a problem type stays so.</summary>
    internal sealed override bool NotesProblemType => false;

    /// <remarks>
    /// As in the reference, without a problem type rows with a negative class do not count, and where none counts the loss is 0; numbers for several
    /// labels are shares of one class each, not yes or no.
    /// </remarks>
    internal sealed override Tensor? Loss(Tensor logits, Batch batch) => (Config.ProblemType, Config.NumLabels, batch.Labels) switch
    {
        (null, > 1, Tensor shares) when shares.Shape == logits.Shape => Shares(logits, shares),
        (null, > 1, LongTensor classes) => Counting(logits, SequenceClassification.Classes(WithoutNegative(classes), logits.Shape, batch.Rows)),
        _ => base.Loss(logits, batch),
    };

    private static Tensor Counting(Tensor logits, LongTensor classes)
    {
        bool counts = classes.Span.ContainsAnyExcept(SequenceClassification.IgnoreIndex);
        return Functional.CrossEntropy(logits, classes, reduction: counts ? LossReduction.Mean : LossReduction.Sum);
    }

    private static LongTensor WithoutNegative(LongTensor classes) => classes.Span.ContainsAnyInRange(long.MinValue, -1)
        ? new(Array.ConvertAll(classes.ToArray(), value => value < 0 ? SequenceClassification.IgnoreIndex : value), classes.Shape)
        : classes;

    /// <summary><c>-mean(sum(log_softmax(logits) * shares))</c>.</summary>
    private static Tensor Shares(Tensor logits, Tensor shares) =>
        (Functional.LogSoftmax(logits) * shares).Sum(-1).Mean() * -1f;
}
