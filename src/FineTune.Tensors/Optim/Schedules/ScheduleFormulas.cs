namespace FineTune.Optim;

/// <summary>The reference's schedules as factors of the initial learning rate, given the number of steps taken; its operations in its order.</summary>
internal static class ScheduleFormulas
{
    /// <summary>k/W, then (N - k)/(N - W).</summary>
    public static Func<int, double> Linear(ScheduleSpan span)
    {
        int training = span.Training;
        return step => step < span.Warmup
            ? span.Rise(step)
            : Math.Max(0.0, (training - step) / (double)Math.Max(1, training - span.Warmup));
    }

    /// <summary>k/W, then 1.</summary>
    public static Func<int, double> ConstantWithWarmup(ScheduleSpan span) =>
        step => step < span.Warmup ? span.Rise(step) : 1.0;

    /// <summary>k/W, then (1 + cos 2 pi c p)/2.</summary>
    public static Func<int, double> Cosine(ScheduleSpan span, ScheduleArguments arguments)
    {
        double cycles = arguments.Double("num_cycles", 0.5);
        _ = span.Training;
        return step => step < span.Warmup ? span.Rise(step) : CosineTo(0, cycles, span.Progress(step));
    }

    /// <summary>k/W, then (1 + cos(pi (c p mod 1)))/2, 0 at the end.</summary>
    public static Func<int, double> CosineWithRestarts(ScheduleSpan span, ScheduleArguments arguments)
    {
        double cycles = arguments.Double("num_cycles", 1);
        _ = span.Training;
        return step =>
        {
            if (step < span.Warmup)
            {
                return span.Rise(step);
            }

            double progress = span.Progress(step);
            return progress >= 1 ? 0 : Math.Max(0.0, 0.5 * (1.0 + Math.Cos(Math.PI * (cycles * progress % 1.0))));
        };
    }

    /// <summary>k/W, then from 1 to lr_end/lr along (1 - p)^power.</summary>
    public static Func<int, double> Polynomial(ScheduleSpan span, ScheduleArguments arguments, double lr)
    {
        double end = arguments.Double("lr_end", 1e-7);
        double power = arguments.Double("power", 1);
        int training = span.Training;
        if (!(lr > end))
        {
            throw Throw.PolynomialEndTooHigh(end, lr);
        }

        return step =>
        {
            if (step < span.Warmup)
            {
                return span.Rise(step);
            }

            if (step > training)
            {
                return end / lr;
            }

            double remaining = 1 - span.Progress(step);
            return (((lr - end) * Math.Pow(remaining, power)) + end) / lr;
        };
    }

    /// <summary>k/W, then 1/sqrt((k + T - W)/T).</summary>
    public static Func<int, double> InverseSqrt(ScheduleSpan span, ScheduleArguments arguments)
    {
        double timescale = arguments.DoubleOrNull("timescale") ?? (span.Warmup != 0 ? span.Warmup : 10_000);
        OptimizerRules.Positive(timescale);
        double shift = timescale - span.Warmup;
        return step => step < span.Warmup ? span.Rise(step) : 1.0 / Math.Sqrt((step + shift) / timescale);
    }

    /// <summary>k/W, then a cosine down to a floor.</summary>
    public static Func<int, double> CosineWithMinLr(ScheduleSpan span, ScheduleArguments arguments, double lr)
    {
        double cycles = arguments.Double("num_cycles", 0.5);
        double floor = MinLrRate(arguments, lr);
        _ = span.Training;
        return step => step < span.Warmup ? span.Rise(step) : CosineTo(floor, cycles, span.Progress(step));
    }

    /// <summary>A warm-up that begins above 0, then a cosine down to a floor, one step ahead.</summary>
    public static Func<int, double> CosineWarmupWithMinLr(ScheduleSpan span, ScheduleArguments arguments, double lr)
    {
        double cycles = arguments.Double("num_cycles", 0.5);
        double floor = MinLrRate(arguments, lr);
        double? first = arguments.DoubleOrNull("warmup_lr_rate");
        double warmup = span.Warmup;
        double rest = Math.Max(1.0, span.Training - warmup);
        return step =>
        {
            if (step >= warmup)
            {
                return CosineTo(floor, cycles, (step - warmup + 1.0) / rest);
            }

            return first is { } rate
                ? rate + ((1.0 - rate) * step / Math.Max(1, warmup - 1))
                : (step + 1.0) / Math.Max(1.0, warmup);
        };
    }

    private static double CosineTo(double floor, double cycles, double progress)
    {
        double factor = 0.5 * (1.0 + Math.Cos(Math.PI * cycles * 2.0 * progress));
        return Math.Max(0, (factor * (1 - floor)) + floor);
    }

    private static double MinLrRate(ScheduleArguments arguments, double lr) =>
        (arguments.DoubleOrNull("min_lr"), arguments.DoubleOrNull("min_lr_rate")) switch
        {
            (double minLr, null) => minLr / lr,
            (null, double rate) => rate,
            (null, null) => throw Throw.NeitherMinLr(),
            _ => throw Throw.BothMinLrs(),
        };
}
