namespace FineTune.PublicApi.Tests.Extending;

/// <summary>The mean of three embeddings and a linear layer: a model of one's own.</summary>
internal sealed class ToyModel : TrainableModel
{
    private readonly Embedding _embedding;
    private readonly Linear _classifier;

    public ToyModel(Generator? generator = null)
    {
        _embedding = RegisterModule("embedding", new Embedding(5, 4));
        _classifier = RegisterModule("classifier", new Linear(4, 2));
        if (generator is not null)
        {
            generator.Normal(_embedding.Weight, 0, 0.5);
            generator.Normal(_classifier.Weight, 0, 0.5);
            return;
        }

        foreach (Parameter parameter in Parameters())
        {
            for (int i = 0; i < parameter.Length; i++)
            {
                parameter.Span[i] = ((i * 7 % 11) - 5) / 10f;
            }
        }
    }

    public int Forwards { get; private set; }

    public override ModelOutput Forward(Batch batch)
    {
        Forwards++;
        Tensor logits = _classifier.Forward(_embedding.Forward(batch.InputIds!).Mean(1));   // [B, 2]
        return new ModelOutput
        {
            Logits = logits,
            Loss = batch.Labels is LongTensor labels ? Functional.CrossEntropy(logits, labels) : null,
        };
    }
}
