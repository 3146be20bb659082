namespace FineTune.Training;

/// <summary>
/// The learning-rate range test of Smith (2017): some steps of training with a rate that grows from step to step, and where the loss falls
/// most steeply. Afterwards weights, random numbers and optimizer are what they were.
/// </summary>
internal sealed class LearningRateTest(Trainer trainer, LrFindOptions options)
{
    private const int FirstThatMayDiverge = 10;
    private const int LeastStretch = 5;
    private const double Significance = 3;

    public LrFindResult Run(CancellationToken cancellation)
    {
        TrainingSnapshot before = new(trainer);
        try
        {
            return Try(cancellation);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>
    /// Gets the place where a row of losses falls most steeply: the middle of the stretch of a tenth of them whose straight line does, by more
    /// than three times the line's standard error; null when none does. A line through the losses themselves is as exact everywhere, which
    /// a running mean is not: its beginning is a mean of few.
    /// </summary>
    internal static int? Steepest(IReadOnlyList<double> losses)
    {
        int half = Math.Max(LeastStretch, losses.Count / 10) / 2;
        (int? best, double steepest) = (null, 0);
        for (int middle = half; middle + half < losses.Count; middle++)
        {
            (double slope, double error) = Line(losses, middle, half);
            if (slope < steepest && slope < -Significance * error)
            {
                (best, steepest) = (middle, slope);
            }
        }

        return best;
    }

    /// <summary>The slope of the least-squares line through a stretch, and its standard error.</summary>
    private static (double Slope, double Error) Line(IReadOnlyList<double> losses, int middle, int half)
    {
        int count = (2 * half) + 1;
        double squares = half * (half + 1) * count / 3.0;
        (double mean, double slope, double residuals) = (0, 0, 0);
        for (int x = -half; x <= half; x++)
        {
            mean += losses[middle + x] / count;
            slope += x * losses[middle + x] / squares;
        }

        for (int x = -half; x <= half; x++)
        {
            double residual = losses[middle + x] - mean - (slope * x);
            residuals += residual * residual;
        }

        return (slope, Math.Sqrt(residuals / (count - 2) / squares));
    }

    private LrFindResult Try(CancellationToken cancellation)
    {
        trainer.TrainBatchSize = trainer.Args.TrainBatchSize;
        trainer.Model.NeftuneNoiseAlpha = trainer.Args.NeftuneNoiseAlpha;
        trainer.Model.ZeroGrad();
        Optimizer optimizer = trainer.Optimizers.Optimizer ?? trainer.CreateOptimizer();
        double[] shares = [.. optimizer.ParamGroups.Select(group => trainer.Args.LearningRate > 0 ? group.Lr / trainer.Args.LearningRate : 1)];
        Parameter[] parameters = [.. trainer.Model.Parameters()];
        List<LrFindPoint> points = [];
        (double mean, double least, bool diverged) = (0, double.PositiveInfinity, false);
        using IEnumerator<List<Batch>> steps = Steps().GetEnumerator();
        for (int i = 0; i < options.NumSteps && !diverged && steps.MoveNext(); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = options.StartLr * Math.Pow(options.EndLr / options.StartLr, options.NumSteps == 1 ? 0 : i / (options.NumSteps - 1.0));
            double loss = Train(steps.Current, optimizer, shares, rate, parameters);
            mean = (options.Smoothing * mean) + ((1 - options.Smoothing) * loss);
            double smoothed = mean / (1 - Math.Pow(options.Smoothing, i + 1));
            diverged = !double.IsFinite(smoothed) || (i > FirstThatMayDiverge && smoothed > options.DivergeThreshold * least);
            least = Math.Min(least, smoothed);
            if (double.IsFinite(smoothed))
            {
                points.Add(new LrFindPoint(rate, loss, smoothed));
            }
        }

        int? steepest = Steepest([.. points.Select(point => point.Loss)]);
        return new LrFindResult(points, steepest is { } at ? points[at].LearningRate : null, diverged);
    }

    /// <summary>The batches of optimizer steps, epoch after epoch.</summary>
    private IEnumerable<List<Batch>> Steps()
    {
        DataLoader loader = trainer.GetTrainDataLoader();
        for (int epoch = 0; ; epoch++)
        {
            loader.SetEpoch(epoch);
            List<Batch> group = [];
            bool any = false;
            foreach (Batch batch in loader)
            {
                any = true;
                group.Add(batch);
                if (group.Count == trainer.Args.GradientAccumulationSteps)
                {
                    yield return group;
                    group = [];
                }
            }

            if (group.Count > 0)
            {
                yield return group;
            }

            if (!any)
            {
                yield break;
            }
        }
    }

    private double Train(List<Batch> group, Optimizer optimizer, double[] shares, double rate, Parameter[] parameters)
    {
        for (int i = 0; i < shares.Length; i++)
        {
            optimizer.ParamGroups[i].Lr = rate * shares[i];
        }

        optimizer.Train();
        trainer.CurrentGradientAccumulationSteps = group.Count;
        trainer.WeightOfStep = trainer.ClassificationLoss?.WeightOf(group);
        long items = ItemCount.Of(group);
        double loss = 0;
        foreach (Batch batch in group)
        {
            loss += trainer.RunTrainingStep(batch, items);
        }

        if (!double.IsFinite(loss))
        {
            return loss;
        }

        if (trainer.Args.MaxGradNorm > 0)
        {
            GradientClipping.ClipGradNorm(parameters, trainer.Args.MaxGradNorm);
        }

        optimizer.Step();
        trainer.Model.ZeroGrad();
        return loss;
    }
}
