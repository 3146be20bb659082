namespace FineTune.Bench.SideBySide;

/// <summary>One thing both sides do.</summary>
/// <param name="Name">How it is called on the command line and in the table.</param>
/// <param name="Kind">What is timed.</param>
/// <param name="Model">"minilm", "base" (of BERT), or another architecture's base size.</param>
/// <param name="Data">"mrpc" or "snips".</param>
/// <param name="Batch">Rows in a batch.</param>
/// <param name="IsPadded">Whether every row is padded to 128 tokens, rather than to the longest of its batch.</param>
/// <param name="Steps">Training steps; 0 for an evaluation of the validation file.</param>
internal sealed record Work(string Name, WorkKind Kind, string Model, string Data, int Batch, bool IsPadded, int Steps)
{
    /// <summary>Gets whether both sides have <c>bf16</c>.</summary>
    public bool IsBf16 { get; private init; }

    /// <summary>Gets everything there is to compare.</summary>
    public static IReadOnlyList<Work> All { get; } =
    [
        Train("minilm", "mrpc", 8, false, 120), Train("minilm", "mrpc", 32, false, 40),
        Train("minilm", "mrpc", 8, true, 60), Train("minilm", "mrpc", 32, true, 20),
        Train("minilm", "snips", 16, false, 250),
        Train("base", "mrpc", 8, false, 25), Train("base", "mrpc", 32, false, 8),
        Train("base", "mrpc", 8, true, 15), Train("base", "mrpc", 32, true, 5),
        // As many steps as BERT-base, so that what a run costs once weighs as much.
        Train("roberta", "mrpc", 8, false, 25), Train("xlmr", "mrpc", 8, false, 25),
        Train("deberta", "mrpc", 8, false, 25), Train("modernbert", "mrpc", 8, false, 25),
        Bf16(Train("minilm", "snips", 16, false, 250)), Bf16(Train("minilm", "mrpc", 8, false, 120)), Bf16(Train("base", "mrpc", 8, false, 25)),
        Evaluate("minilm", 8, false), Evaluate("minilm", 32, false), Evaluate("minilm", 8, true),
        Evaluate("base", 8, false), Evaluate("base", 8, true), Bf16(Evaluate("minilm", 8, false)), Bf16(Evaluate("base", 8, false)),
        new("tokenize-mrpc", WorkKind.Tokenize, "minilm", "mrpc", 0, false, 0),
        new("tokenize-mrpc-bpe", WorkKind.Tokenize, "roberta", "mrpc", 0, false, 0),
        new("tokenize-mrpc-unigram", WorkKind.Tokenize, "xlmr", "mrpc", 0, false, 0),
        new("sgemm", WorkKind.Sgemm, "", "", 0, false, 0),
    ];

    private static Work Train(string model, string data, int batch, bool padded, int steps) =>
        new($"train-{model}-{data}-{batch}{(padded ? "-padded" : "")}", WorkKind.Train, model, data, batch, padded, steps);

    private static Work Bf16(Work work) => work with { Name = work.Name + "-bf16", IsBf16 = true };

    private static Work Evaluate(string model, int batch, bool padded) =>
        new($"eval-{model}-mrpc-{batch}{(padded ? "-padded" : "")}", WorkKind.Evaluate, model, "mrpc", batch, padded, 0);
}
