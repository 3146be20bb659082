using System.Globalization;

namespace FineTune.Training;

/// <summary>
/// The loss of <c>class_weights</c> and <c>focal_loss_gamma</c>. For one class a row, with w the weight of a row's class and l its cross
/// entropy (times <c>(1 - p)^gamma</c>): <c>sum of w l / sum of w</c>. For several labels a row: the mean binary cross entropy in which
/// positive labels count w times.
/// </summary>
internal sealed class ClassificationLoss
{
    private readonly float[]? _weights;
    private readonly double? _gamma;
    private readonly double _smoothing;
    private readonly bool _classifiesTexts;
    private Tensor? _tensor;

    private ClassificationLoss(float[]? weights, double? gamma, double smoothing, bool classifiesTexts) =>
        (_weights, _gamma, _smoothing, _classifiesTexts) = (weights, gamma, smoothing, classifiesTexts);

    /// <summary>Gets what turns the class weights on; in messages.</summary>
    private string Name => _weights is not null ? "class_weights" : "focal_loss_gamma";

    /// <summary>Makes the loss a Trainer's arguments ask for, or null when they ask for none.</summary>
    /// <exception cref="TrainingArgumentsException">The weights cannot be worked out.</exception>
    public static ClassificationLoss? For(Trainer trainer)
    {
        TrainingArguments args = trainer.Args;
        if (args.ClassWeights is null && args.FocalLossGamma is null)
        {
            return null;
        }

        float[]? weights = args.ClassWeights is null ? null : Weights(trainer, args.ClassWeights);
        if (weights is not null)
        {
            trainer.Messages.Info(LogEvent.Settings, "Class weights: " + string.Join(", ", weights.Select((weight, id) => string.Create(CultureInfo.InvariantCulture, $"{NameOf(trainer, id)} {weight:G4}"))));
        }

        return new ClassificationLoss(weights, args.FocalLossGamma, args.LabelSmoothingFactor, trainer.Model is PreTrainedModel);
    }

    /// <summary>Computes the loss, a scalar.</summary>
    /// <param name="model">The model the scores come from.</param>
    /// <param name="logits">Scores, <c>[..., C]</c>.</param>
    /// <param name="labels">Classes, <c>[...]</c>, of which -100 does not count; or zeros and ones, <c>[B, C]</c>.</param>
    /// <param name="rows">Which rows of the data set they are, if it is known.</param>
    /// <exception cref="InvalidOperationException">Scores and labels are not those of a classification, or the weights are not as many as the classes.</exception>
    public Tensor Apply(TrainableModel model, Tensor? logits, TensorBase labels, IReadOnlyList<int>? rows)
    {
        if (logits is null || logits.Shape.Rank < 2)
        {
            throw new InvalidOperationException(
                $"{Name} needs the model's Logits, one score a class; they are {logits?.Shape.ToString() ?? "missing"}. Leave it out, or let the model return such Logits.");
        }

        ProblemType? problem = model is PreTrainedModel known ? SequenceClassification.NoteProblem(known, labels) : null;
        int classes = logits.Shape[^1];
        if (_weights is not null && _weights.Length > classes)
        {
            throw new InvalidOperationException($"class_weights has {_weights.Length} numbers, but the model has {classes} scores a row. Give one a class.");
        }

        if (problem == ProblemType.Regression || (problem is null && labels is Tensor && labels.Shape != logits.Shape))
        {
            throw new InvalidOperationException($"{Name} is for classes, but the labels are numbers to predict. Leave it out.");
        }

        return labels is LongTensor single && problem is not ProblemType.MultiLabelClassification
            ? OneClass(logits, single, rows)
            : Several(logits, labels);
    }

    /// <summary>Gets what a batch's loss weighs in its optimizer step: the weights of its rows' classes.</summary>
    public double WeightOf(Batch batch)
    {
        if (_weights is null || batch.Labels is not LongTensor labels || (_classifiesTexts && labels.Shape.Rank > 1))
        {
            return ItemCount.Of(batch);
        }

        double sum = 0;
        foreach (long label in labels.Span)
        {
            sum += label == SequenceClassification.IgnoreIndex ? 0 : label >= 0 && label < _weights.Length ? _weights[label] : 1;
        }

        return sum;
    }

    /// <summary>Gets what all batches of an optimizer step weigh.</summary>
    public double WeightOf(IEnumerable<Batch> batches) => batches.Sum(WeightOf);

    private Tensor OneClass(Tensor logits, LongTensor labels, IReadOnlyList<int>? rows)
    {
        int classes = logits.Shape[^1];
        Tensor scores = logits.Shape.Rank == 2 ? logits : logits.Reshape(logits.Length / classes, classes);
        LongTensor targets = labels.Shape.Rank == 1 ? labels : new LongTensor(labels.ToArray(), new Shape(labels.Length));
        _ = SequenceClassification.Classes(targets, scores.Shape, rows);
        Tensor? weight = WeightTensor(classes);
        if (_gamma is not { } gamma)
        {
            return Functional.CrossEntropy(scores, targets, weight, labelSmoothing: _smoothing);
        }

        double total = 0;
        foreach (long target in targets.Span)
        {
            total += target == SequenceClassification.IgnoreIndex ? 0 : weight is null ? 1 : weight.Span[(int)target];
        }

        return Functional.FocalLoss(scores, targets, gamma, weight, reduction: LossReduction.Sum) / (float)total;
    }

    private Tensor Several(Tensor logits, TensorBase labels)
    {
        if (_gamma is not null || _smoothing != 0)
        {
            string name = _gamma is not null ? "focal_loss_gamma" : "label_smoothing_factor";
            throw new InvalidOperationException($"{name} is for one class a row, but the rows have several labels. Leave it out.");
        }

        return Functional.BinaryCrossEntropyWithLogits(logits, SequenceClassification.Numbers(labels, logits.Shape), posWeight: WeightTensor(logits.Shape[^1]));
    }

    /// <summary>The weights as a tensor that outlives the step's scope; classes the training labels do not have count 1.</summary>
    private Tensor? WeightTensor(int classes)
    {
        if (_weights is null)
        {
            return null;
        }

        if (_tensor is null || _tensor.Length != classes)
        {
            using TensorScope.Suspension outside = TensorScope.Suspend();
            _tensor?.Dispose();
            _tensor = Tensor.From([.. _weights, .. Enumerable.Repeat(1f, classes - _weights.Length)], new Shape(classes));
        }

        return _tensor;
    }

    private static float[] Weights(Trainer trainer, ClassWeights asked)
    {
        string[]? names = (trainer.Model as PreTrainedModel)?.Config is { } config
            ? [.. Enumerable.Range(0, config.NumLabels).Select(id => config.Id2Label[id])]
            : null;
        if (asked.IsBalanced)
        {
            return Balanced(trainer, names?.Length ?? 0);
        }

        if (names is null && asked.ByName is not null)
        {
            throw new TrainingArgumentsException(["class_weights names labels, but this model's labels have no names. Give a number for each class."]);
        }

        string[] problems = names is null ? [] : [.. asked.Check(names)];
        return problems.Length > 0 ? throw new TrainingArgumentsException(problems)
            : asked.Weights is { } weights ? [.. weights.Select(weight => (float)weight)]
            : [.. names!.Select(name => (float)asked.ByName!.GetValueOrDefault(name, 1))];
    }

    private static float[] Balanced(Trainer trainer, int classes)
    {
        if (trainer.TrainDataset is not IReadOnlyList<Example> rows)
        {
            throw new TrainingArgumentsException(
                ["class_weights balanced counts the labels of the training data, but there is none that can be counted. Give the weights as numbers."]);
        }

        if (TrainingLabels.CountClasses(rows) is { } counts && (trainer.Model as PreTrainedModel)?.Config.ProblemType is not ProblemType.MultiLabelClassification
            && !HasSeveral(rows))
        {
            return [.. ClassWeights.Balance(counts).Select(weight => (float)weight), .. Enumerable.Repeat(1f, Math.Max(0, classes - counts.Length))];
        }

        return TrainingLabels.CountSeveral(rows) is { } several
            ? [.. ClassWeights.BalanceSeveral(several.Rows, several.Positive).Select(weight => (float)weight)]
            : throw new TrainingArgumentsException(["class_weights balanced needs labels that are classes; those of the training data are not. Leave it out."]);
    }

    private static bool HasSeveral(IEnumerable<Example> rows) => TrainingLabels.Of(rows).FirstOrDefault() is System.Collections.IEnumerable and not string;

    private static string NameOf(Trainer trainer, int id) => trainer.Model is PreTrainedModel model && model.Config.Id2Label.TryGetValue(id, out string? name)
        ? name
        : id.ToString(CultureInfo.InvariantCulture);
}
