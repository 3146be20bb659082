using FineTune.Autograd;

namespace FineTune;

/// <summary>Classifies texts, or pairs of texts, with a trained model.</summary>
/// <remarks>
/// Any number of threads may use a pipeline at the same time, as long as nobody trains its model; each gets the answers it would get alone, bit for bit.
/// Where many ask for a text each, as in a web service, <see cref="ClassifyAsync"/> answers more of them in the same time. To measure a model on
/// labelled data use the Trainer's <c>Evaluate</c> or <c>Predict</c>. From its second batch on it keeps the weights in the order products want them in,
/// which takes about as much memory again; each call sets the model to evaluation mode, if it was trained meanwhile; whoever changes weights by hand afterwards asks for their <see cref="Tensor.Span"/> anew.
/// </remarks>
public sealed partial class TextClassificationPipeline
{
    private readonly PackedWeights _packed = new(lasts: true);
    private bool _hasComputed;

    /// <summary>Puts a model and its tokenizer together; the model is set to evaluation mode.</summary>
    /// <param name="model">A classifier of whole texts.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="InvalidOperationException">The model's head is as it was drawn: nothing has trained it, or loaded it.</exception>
    public TextClassificationPipeline(PreTrainedModel model, PreTrainedTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (model.FreshWeights is { AreUntouched: true } fresh)
        {
            Throw.UntrainedModel(model, fresh.Names);
        }

        Model = model;
        Tokenizer = tokenizer;
        model.Eval();
    }

    /// <summary>Gets the model.</summary>
    public PreTrainedModel Model { get; }

    /// <summary>Gets the tokenizer.</summary>
    public PreTrainedTokenizer Tokenizer { get; }

    /// <summary>Gets how many texts go through the model at once, at most; the answers do not depend on it. Default 16.</summary>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(BatchSize));
            field = value;
        }
    } = DefaultBatchSize;

    /// <summary>Gets how many labels <see cref="ClassifyTop"/> and <see cref="ClassifyTopAsync"/> give a text; null for all. Default 1.</summary>
    public int? TopK
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value ?? 1, nameof(TopK));
            field = value;
        }
    } = 1;

    /// <summary>
    /// Gets what turns outputs into scores. Default null: none for regression, sigmoid for one label or several labels a text, softmax
    /// otherwise.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the functions.</exception>
    public ClassificationFunction? FunctionToApply
    {
        get;
        init
        {
            if (value is { } function && !Enum.IsDefined(function))
            {
                Throw.UnknownFunction(function, nameof(FunctionToApply));
            }

            field = value;
        }
    }

    /// <summary>Gets whether longer texts are cut to <see cref="MaxLength"/>. Default not: they are an error.</summary>
    public Truncation Truncation { get; init; }

    /// <summary>Gets the number of tokens texts are cut to. Default null: what the tokenizer says.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Gets the most likely label of a text.</summary>
    /// <param name="input">A text, or a pair of texts.</param>
    public ClassificationResult Classify(TextInput input) => Classify([input])[0];

    /// <summary>Gets the most likely label of every text.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public IReadOnlyList<ClassificationResult> Classify(IEnumerable<string> inputs, CancellationToken cancellationToken = default) =>
        Classify(inputs.Select(text => new TextInput(text)), cancellationToken);

    /// <summary>Gets the most likely label of every text, or pair of texts.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public IReadOnlyList<ClassificationResult> Classify(IEnumerable<TextInput> inputs, CancellationToken cancellationToken = default) =>
        [.. Scores(inputs, cancellationToken).Select(Best)];

    /// <summary>Gets the <see cref="TopK"/> most likely labels of a text, best first.</summary>
    /// <param name="input">A text, or a pair of texts.</param>
    public IReadOnlyList<ClassificationResult> ClassifyTop(TextInput input) => Classify(input, TopK);

    /// <summary>Gets the most likely labels of a text, best first.</summary>
    /// <param name="input">A text, or a pair of texts.</param>
    /// <param name="topK">How many; null for all.</param>
    public IReadOnlyList<ClassificationResult> Classify(TextInput input, int? topK) => Classify([input], topK)[0];

    /// <summary>Gets the most likely labels of every text, best first.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="topK">How many; null for all.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public IReadOnlyList<IReadOnlyList<ClassificationResult>> Classify(
        IEnumerable<string> inputs, int? topK, CancellationToken cancellationToken = default) =>
        Classify(inputs.Select(text => new TextInput(text)), topK, cancellationToken);

    /// <summary>Gets the most likely labels of every text, or pair of texts, best first.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="topK">How many; null for all.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public IReadOnlyList<IReadOnlyList<ClassificationResult>> Classify(
        IEnumerable<TextInput> inputs, int? topK, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(topK ?? 1, nameof(topK));
        return [.. Scores(inputs, cancellationToken).Select(scores => Top(scores, topK))];
    }

    private List<float[]> Scores(IEnumerable<TextInput> inputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        List<float[]> scores = [];
        foreach (TextInput[] chunk in inputs.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores.AddRange(Logits([.. chunk.Select(Encode)]).Select(Apply));
        }

        return scores;
    }

    private List<float[]> Logits(IReadOnlyList<BatchEncoding> texts)
    {
        if (Model.Training)
        {
            Model.Eval(); // Dropout would make each answer another one.
        }

        using AutogradMode.Guard noGrad = AutogradMode.NoGrad();
        using PackedWeights.Opening packed = Interlocked.Exchange(ref _hasComputed, true) ? _packed.Open() : default; // Not for a single batch, which would pay for it with nothing to gain.
        using Autocast? autocast = Autocast.Where(Model.Precision);
        using TensorScope scope = new();
        Batch batch = TextBatch.Of(texts, Tokenizer);
        Tensor logits = Model.Forward(batch).Logits ?? Throw.NoLogits(Model);
        return [.. logits.ToArray().Chunk(logits.Shape[1])];
    }

    private BatchEncoding Encode(TextInput input) =>
        Tokenizer.Encode(input.Text, input.TextPair, truncation: Truncation, maxLength: MaxLength);

    private ClassificationResult Best(float[] scores) => Labels(scores).MaxBy(result => result.Score);

    private ClassificationResult[] Top(float[] scores, int? topK) =>
        [.. Labels(scores).OrderByDescending(result => result.Score).Take(topK ?? int.MaxValue)];

    private IEnumerable<ClassificationResult> Labels(float[] scores) =>
        scores.Select((score, id) => new ClassificationResult(Model.Config.Id2Label.GetValueOrDefault(id, $"LABEL_{id}"), score));

    private float[] Apply(float[] logits) => (FunctionToApply ?? DefaultFunction()) switch
    {
        ClassificationFunction.Sigmoid => Array.ConvertAll(logits, x => 1f / (1f + MathF.Exp(-x))),
        ClassificationFunction.Softmax => Softmax(logits),
        _ => logits,
    };

    private ClassificationFunction DefaultFunction() => Model.Config.ProblemType switch
    {
        ProblemType.Regression => ClassificationFunction.None,
        ProblemType.MultiLabelClassification => ClassificationFunction.Sigmoid,
        _ => Model.Config.NumLabels == 1 ? ClassificationFunction.Sigmoid : ClassificationFunction.Softmax,
    };

    private static float[] Softmax(float[] logits)
    {
        float max = logits.Max();
        float[] scores = Array.ConvertAll(logits, x => MathF.Exp(x - max));
        float sum = scores.Sum();
        return Array.ConvertAll(scores, x => x / sum);
    }
}
