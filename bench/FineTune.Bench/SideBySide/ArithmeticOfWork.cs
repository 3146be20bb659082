using System.Collections.Concurrent;

namespace FineTune.Bench.SideBySide;

/// <summary>How many floating-point operations a sample of a work takes: 6 (training) or 2 (evaluation) a parameter outside the embeddings and a token that is not padding.</summary>
internal sealed class ArithmeticOfWork(Place place)
{
    private readonly ConcurrentDictionary<string, double> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _parameters = new(StringComparer.Ordinal);

    public double OperationsASample(Work work)
    {
        bool trains = work.Kind == WorkKind.Train;
        string file = trains ? place.TrainFile(work.Data) : place.ValidationFile(work.Data);
        return (trains ? 6 : 2) * _parameters.GetOrAdd(work.Model, Parameters) * _tokens.GetOrAdd(work.Model + "|" + file, _ => Tokens(work.Model, file));
    }

    private double Parameters(string model) =>
        AutoModelForSequenceClassification.FromPretrained(place.Model(model), new() { NumLabels = 2 }).NumParameters(excludeEmbeddings: true);

    private double Tokens(string model, string file)
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(place.Model(model));
        return Pairs.Read(file).Average(pair => (double)tokenizer.Encode(pair.First, pair.Second).InputIds.Length);
    }
}
