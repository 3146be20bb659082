using FineTune.Kernels;

namespace FineTune.Optim;

/// <summary>The running means Adafactor keeps of a parameter.</summary>
internal sealed record AdafactorMoments(Tensor? Momentum, Tensor? Row, Tensor? Column, Tensor? Whole)
{
    public const string RowKey = "exp_avg_sq_row";
    public const string ColumnKey = "exp_avg_sq_col";

    /// <summary>Takes them out of a parameter's state, after putting zeros in if it is empty.</summary>
    public static AdafactorMoments Of(IDictionary<string, object?> state, Shape shape, bool hasMomentum, Func<Shape, Tensor> zeros)
    {
        bool isFactored = shape.Rank >= 2;
        if (state.Count == 0)
        {
            state[OptimizerKeys.Step] = 0L;
            if (hasMomentum)
            {
                state[OptimizerKeys.ExpAvg] = zeros(shape);
            }

            if (isFactored)
            {
                state[RowKey] = zeros(RowShape(shape));
                state[ColumnKey] = zeros(ColumnShape(shape));
            }
            else
            {
                state[OptimizerKeys.ExpAvgSq] = zeros(shape);
            }
        }

        return new AdafactorMoments(
            hasMomentum ? (Tensor)state[OptimizerKeys.ExpAvg]! : null,
            isFactored ? (Tensor)state[RowKey]! : null,
            isFactored ? (Tensor)state[ColumnKey]! : null,
            isFactored ? null : (Tensor)state[OptimizerKeys.ExpAvgSq]!);
    }

    public static Shape RowShape(Shape parameter) => new(parameter.ToArray()[..^1]);

    public static Shape ColumnShape(Shape parameter) => new([.. parameter.ToArray()[..^2], parameter[-1]]);

    /// <summary>The root of the mean square, as the reference computes it: torch's norm divided by the root of the length.</summary>
    public static float RootMeanSquare(ReadOnlySpan<float> values)
    {
        SquareSum sum = new(values.Length);
        sum.Add(values, 0);
        return sum.Norm() / (float)Math.Sqrt(values.Length);
    }
}
