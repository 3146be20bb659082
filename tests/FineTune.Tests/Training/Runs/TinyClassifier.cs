namespace FineTune.Tests.Training.Runs;

/// <summary>The model of tiny.py: an embedding (12 x 4), dropout, the mean over positions, a linear layer (3 classes).</summary>
internal sealed class TinyClassifier : TrainableModel
{
    private readonly Embedding _embedding;
    private readonly Dropout _dropout;
    private readonly Linear _classifier;

    public TinyClassifier(double dropout = 0.1)
    {
        _embedding = RegisterModule("embedding", new Embedding(12, 4));
        _dropout = RegisterModule("dropout", new Dropout(dropout));
        _classifier = RegisterModule("classifier", new Linear(4, 3));
        Fill(_embedding.Weight, 1);
        Fill(_classifier.Weight, 2);
        Fill(_classifier.Bias!, 3);
    }

    public override IReadOnlyList<string> ForwardParameters => ["input_ids", "labels"];

    /// <summary>Called before every forward pass.</summary>
    public Action<TinyClassifier, Batch>? OnForward { get; set; }

    public Parameter ClassifierWeight => _classifier.Weight;

    public override ModelOutput Forward(Batch batch)
    {
        OnForward?.Invoke(this, batch);
        Tensor hidden = _dropout.Forward(_embedding.Forward(batch.InputIds!));   // [B, T, 4]
        Tensor logits = _classifier.Forward(hidden.Mean(1));                     // [B, 3]
        return new ModelOutput
        {
            Loss = batch.Labels is LongTensor labels ? Functional.CrossEntropy(logits, labels) : null,
            Logits = logits,
        };
    }

    private static void Fill(Parameter parameter, int salt)
    {
        for (int i = 0; i < parameter.Length; i++)
        {
            parameter.Span[i] = (float)((((i * 37) + salt) % 101 - 50) / 100.0);
        }
    }
}
