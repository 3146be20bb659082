using System.Globalization;
using FineTune.Data;

namespace FineTune;

/// <summary>Every message of metrics: what happened, what was expected, what to type.</summary>
internal static partial class MetricError
{
    public static KeyNotFoundException NoScore(string name, IReadOnlyList<string> names, bool isArray) => new(
        isArray
            ? $"\"{name}\" is one number a class here; read result.Arrays[\"{name}\"], or ask for another Average."
            : $"The result has no \"{name}\"; it has {DataError.List(names)}.{DataError.Suggest(name, names)}");

    public static ShapeMismatchException NotRows(Shape shape) => new(
        $"A metric takes a number a row or a row of numbers, but the tensor is {shape}. Reshape it to (N) or (N, C).");

    public static ArgumentException RaggedRows(int row, int length, int expected) => new(
        $"Row {row} has {length} numbers but row 0 has {expected}. Give every row the same number.");

    public static ArgumentException CountsDiffer(int predictions, int references) => new(
        $"There are {predictions} predictions but {references} references. Give one reference for each prediction.");

    public static ArgumentException WeightsDiffer(int weights, int rows) => new(
        $"There are {weights} sample weights but {rows} rows. Give one weight a row.");

    public static InvalidOperationException WeightsAlone(string metric) => new(
        $"{metric}: SampleWeight belongs to rows, but no predictions were given in this call. Pass predictions and references to Compute.");

    public static InvalidOperationException NothingAdded(string metric) => new(
        $"{metric} has nothing to compute from. Call Add or AddBatch first, or pass predictions and references to Compute.");

    public static ArgumentException UnknownOption(string metric, string option, IReadOnlyList<string> known) => new(
        $"{metric} knows no option {option}; it knows {(known.Count == 0 ? "none" : string.Join(", ", known))}. Leave {option} out.");

    public static ArgumentException UnknownMetric(string name, IReadOnlyList<string> names) => new(
        name == "perplexity"
            ? "\"perplexity\" is left out: it is a language model's loss on texts, and FineTune has no language models that write. Of a model "
                + "trained here, Math.Exp(eval_loss) is the same number."
            : $"There is no metric \"{name}\"; there are {string.Join(", ", names)}.{DataError.Suggest(name, names)}");

    public static KeyNotFoundException UnknownConfig(string metric, string? name, IReadOnlyList<string> names) => new(
        name is null
            ? $"\"{metric}\" needs a configuration: one of {string.Join(", ", names)}. Write Evaluate.Load(\"{metric}\", \"{names[0]}\")."
            : $"\"{metric}\" has no configuration \"{name}\"; it has {string.Join(", ", names)}.{DataError.Suggest(name, names)}");

    public static ArgumentException NotAClass(double value, int row) => new(
        $"Row {row}: {value.ToString("R", CultureInfo.InvariantCulture)} is not a class number. This metric compares whole numbers; take the "
        + "class with the highest score first (prediction.ArgMax()), or use mse, pearsonr or spearmanr for numbers with a fraction.");

    public static ArgumentException NotBinaryDigit(double value, int row, int column) => new(
        $"Row {row}, label {column}: {value.ToString("R", CultureInfo.InvariantCulture)} is neither 0 nor 1. Turn scores into decisions first.");

    public static ArgumentException NotOneNumber(string metric, int width) => new(
        $"{metric} compares one number a row, but a row has {width}. Take the class with the highest score first (prediction.ArgMax()), or load "
        + $"the metric for several labels: Evaluate.Load(\"{metric}\", \"multilabel\").");

    public static ArgumentException WidthsDiffer(string metric, int predictions, int references) => new(
        $"{metric}: a row of predictions has {Width(predictions)} but a row of references has {Width(references)}. They must be equal.");

    public static ArgumentException NotSeveralLabels(string metric) => new(
        $"{metric} compares rows of several labels, but rows are single numbers. Pass rows of zeros and ones.");

    public static ArgumentException NeitherTextsNorLabels(string metric) => new(
        $"{metric} compares texts, or rows of several labels, but rows are single numbers. Pass texts, or rows of zeros and ones.");

    public static ArgumentException Multiclass(bool hasLabels) => new(
        "Target is multiclass but average='binary'. Please choose another average setting, one of [None, 'micro', 'macro', 'weighted']: "
        + "pass new MetricOptions { Average = Average.Macro }, or Average.None for one number a class."
        + (hasLabels ? " Labels does not change that." : string.Empty));

    public static ArgumentException NoPosLabel(long posLabel, IReadOnlyList<long> present) => new(
        $"pos_label={posLabel} is not a valid label. It should be one of [{string.Join(", ", present)}]: pass PosLabel, or another Average.");

    public static ArgumentException AverageNeedsRows(Average average) => new(
        $"Average.{average} is for several labels a row. Use Average.Macro, Micro or Weighted, or load the metric with the configuration "
        + "\"multilabel\".");

    public static ArgumentException AverageNeedsOneLabel(Average average) => new(
        $"Target is multilabel-indicator but average='{average.ToString().ToLowerInvariant()}'. Please choose another average setting, one of "
        + "[None, 'micro', 'macro', 'weighted', 'samples'].");

    public static ArgumentException NoSuchColumn(long label, int width) => new(
        $"Label {label} does not exist; the rows have the labels 0 to {width - 1}.");

    public static ArgumentException TooFewRows(string metric, int rows) => new($"{metric} needs at least 2 rows, but there are {rows}.");

    public static ArgumentException NoLongLabels(TensorBase labels) => new(
        $"The labels are numbers with a fraction ({labels}), but this metric compares classes. For regression use Metrics.Mse, Pearson or "
        + "Spearman; for several labels a row give labels of the same shape as the predictions.");

    public static ArgumentException ClassOutOfRange(long label, int row, int classes) => new(
        $"Row {row}: class {label} has no score; there are {classes}, for the classes 0 to {classes - 1}.");

    public static ArgumentException NeedsScores(string metric, Shape shape) => new(
        $"{metric} needs a score for each class, (N, C), but the predictions are {shape}.");

    public static ArgumentException NeedsTwoClasses(string metric, int classes) => new(
        $"{metric} is for two classes, but there are scores for {classes}.");

    public static ArgumentException NeedsMultiClass(int classes) => new(
        $"roc_auc is about two classes, but there are scores for {classes}. Pass MultiClass.Ovr (each class against the rest) or MultiClass.Ovo.");

    public static ArgumentException RocAucAverage(Average average, string rows) => new(
        $"roc_auc of {rows} has no Average.{average}; use Average.Macro or Average.Weighted.");

    public static ArgumentException NotForPairs(string option) => new(
        $"roc_auc knows no {option} for MultiClass.Ovo, where classes are compared two by two. Leave it out, or use MultiClass.Ovr.");

    public static ArgumentException NoPartialArea() => new(
        "roc_auc of more than two classes knows no part of the area. Leave MaxFpr out, or load the metric with the configuration \"multilabel\".");

    public static ArgumentException OutOfRange(string option, double value, string expected) => new(
        $"{option} is {value.ToString("R", CultureInfo.InvariantCulture)}; it must be {expected}.");

    public static ArgumentException NotAProbability(double value, int row) => new(
        $"Row {row}: {value.ToString("R", CultureInfo.InvariantCulture)} is not a probability. brier_score takes numbers from 0 to 1; turn "
        + "scores into probabilities first.");

    public static ArgumentException NothingToCombine() => new("Combine needs at least one metric.");

    public static ArgumentException MatthewsAverage(Average average) => new(
        $"matthews_correlation of several labels has no Average.{average}; use Average.Macro, or Average.None for one number a label.");

    private static string Width(int width) => width == 0 ? "one number" : $"{width} numbers";
}
