namespace FineTune.Tests.Training.Distributed;

/// <summary>
/// Two linear layers over numbers, without dropout: every gradient of a batch is finished before it is added to that of the batch before,
/// so that ranks and micro-batches add the same numbers in the same order.
/// </summary>
internal sealed class RankModel : TrainableModel
{
    private readonly Linear _first;
    private readonly Linear _second;

    public RankModel()
    {
        _first = RegisterModule("first", new Linear(5, 7));
        _second = RegisterModule("second", new Linear(7, 3));
        int salt = 0;
        foreach (Parameter parameter in Parameters())
        {
            salt++;
            for (int i = 0; i < parameter.Length; i++)
            {
                parameter.Span[i] = (((i * 37) + salt) % 101 - 50) / 90f;
            }
        }
    }

    public override IReadOnlyList<string> ForwardParameters => ["numbers", "labels"];

    public static List<Example> Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Example(new Dictionary<string, object?>
    {
        ["numbers"] = Enumerable.Range(0, 5).Select(j => (((i * 13) + (j * j * 5)) % 17 - 8) / 7f).ToArray(),
        ["labels"] = i % 5 == 3 ? -100L : i * 7 % 3L,
    }))];

    public override ModelOutput Forward(Batch batch)
    {
        Tensor logits = _second.Forward(Functional.Gelu(_first.Forward((Tensor)batch["numbers"])));   // [B, 3]
        return new ModelOutput { Loss = batch.Labels is LongTensor labels ? Functional.CrossEntropy(logits, labels) : null, Logits = logits };
    }
}
