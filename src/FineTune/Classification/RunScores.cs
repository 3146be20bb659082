using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What a run makes of the scores of an evaluation: it keeps of each row what its metrics need, and works them out.</summary>
internal sealed class RunScores(RunPreparation preparation)
{
    private readonly Func<EvalPrediction, IReadOnlyDictionary<string, double>> _metrics = RunMetrics.Of(preparation);
    private readonly bool _needsOnlyClasses = RunMetrics.NeedOnlyClasses(preparation.Run, preparation.Labels);
    private readonly LabelDoubts _doubts = new(preparation.Labels);
    private string _split = "validation";
    private bool _keepsAll;

    /// <summary>Gets or sets the model that somebody trained before, whose scores are checked; null when the run trains its own.</summary>
    public Module? TrainedBefore { get; set; }

    /// <summary>Gets what makes one doubt the labels of what was evaluated, or null.</summary>
    public string? Doubt => _doubts.AfterEvaluation();

    /// <summary>From now on the rows of <paramref name="split"/> are predicted, whose scores are wanted themselves.</summary>
    public void BeginPrediction(string split) => (_split, _keepsAll) = (split, true);

    /// <summary>
    /// Gets what is kept of a batch: of each row the class with the highest score, where metrics need no more (not a number, where a score is
    /// not and that is looked at), else all scores. To be used as <see cref="Trainer.PreprocessLogitsForMetrics"/>.
    /// </summary>
    public Tensor Keep(Tensor scores, TensorBase? labels)
    {
        if (!_needsOnlyClasses || _keepsAll)
        {
            return scores;
        }

        LongTensor classes = scores.ArgMax();
        Tensor kept = Tensor.Zeros(classes.Shape);
        int width = scores.Shape[^1];
        for (int row = 0; row < kept.Length; row++)
        {
            bool isNumber = TrainedBefore is null || NonFiniteOutput.IsFinite(scores.Span.Slice(row * width, width));
            kept.Span[row] = isNumber ? classes.Span[row] : float.NaN;
        }

        return kept;
    }

    /// <summary>Works out the metrics. To be used as <see cref="Trainer.ComputeMetrics"/>.</summary>
    /// <exception cref="RunException">An output of a model that somebody trained before is not a number.</exception>
    public IReadOnlyDictionary<string, double> Measure(EvalPrediction prediction)
    {
        if (TrainedBefore is not null)
        {
            FiniteOutputs.Require(TrainedBefore, prediction.Predictions, preparation.Splits[_split]);
            _doubts.See(prediction);
        }

        return _metrics(prediction);
    }
}
