using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>One step of Adafactor for one parameter, after its scalars are known.</summary>
internal readonly struct AdafactorStep
{
    private const int RowsInBlock = 64;
    private const int PieceLength = 16 * 1024;

    public float Eps { get; init; }

    public float Beta2 { get; init; }

    public float OneMinusBeta2 { get; init; }

    public float ClipThreshold { get; init; }

    public float Lr { get; init; }

    /// <summary>Gets what is added to the parameter in units of itself.</summary>
    public float Decay { get; init; }

    public float Beta1 { get; init; }

    public float OneMinusBeta1 { get; init; }

    public void Run(Parameter parameter, AdafactorMoments moments)
    {
        float scale = PendingScale.Of(parameter.GradBuffer!);
        using (TensorScope.Suspend())
        {
            using Tensor update = Tensor.Empty(parameter.Shape);
            if (moments.Whole is { } whole)
            {
                AdafactorKernel.Whole(parameter.GradBuffer!.RawSpan, scale, Eps, Beta2, OneMinusBeta2, whole.Span, update.Span);
            }
            else
            {
                Factored(parameter, scale, moments, update);
            }

            float divisor = AdafactorMoments.RootMeanSquare(update.Span) / ClipThreshold;
            divisor = divisor < 1 ? 1 : divisor;
            int pieces = (parameter.Length + PieceLength - 1) / PieceLength;
            Workers.Run(pieces, 1, new ApplyJob(this, divisor, update, moments.Momentum, parameter));
        }
    }

    private void Factored(Parameter parameter, float scale, AdafactorMoments moments, Tensor update)
    {
        int columns = parameter.Shape[-1];
        int rows = parameter.Shape[-2];
        for (int matrix = 0; matrix < parameter.Length / (rows * columns); matrix++)
        {
            MatrixOf(parameter, scale, moments, update, matrix, rows, columns);
        }
    }

    private void MatrixOf(Parameter parameter, float scale, AdafactorMoments moments, Tensor update, int matrix, int rows, int columns)
    {
        int length = rows * columns;
        ReadOnlySpan<float> gradient = parameter.GradBuffer!.RawSpan.Slice(matrix * length, length);
        Span<float> row = moments.Row!.Span.Slice(matrix * rows, rows);
        Span<float> column = moments.Column!.Span.Slice(matrix * columns, columns);
        int blocks = (rows + RowsInBlock - 1) / RowsInBlock;
        float[] rowMeans = new float[rows];
        float[] sums = new float[blocks * columns];
        Workers.Run(blocks, 1, new SquaresJob(gradient, columns, scale, Eps, rowMeans, sums));
        AdafactorKernel.MoveAverage(row, rowMeans, Beta2, OneMinusBeta2);
        AdafactorKernel.MoveAverage(column, ColumnMeans(sums, rows, columns), Beta2, OneMinusBeta2);
        float[] rowFactors = RowFactors(row);
        float[] columnFactors = ColumnFactors(column);
        Workers.Run(blocks, 1, new FactoredJob(gradient, scale, rowFactors, columnFactors, update.Span.Slice(matrix * length, length)));
    }

    private static float[] ColumnMeans(float[] sums, int rows, int columns)
    {
        float[] means = new float[columns];
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int i = column; i < sums.Length; i += columns)
            {
                sum += sums[i];
            }

            means[column] = (float)sum / rows;
        }

        return means;
    }

    private static float[] RowFactors(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (float value in row)
        {
            sum += value;
        }

        float mean = (float)sum / row.Length;
        float[] factors = new float[row.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = 1f / MathF.Sqrt(row[i] / mean);
        }

        return factors;
    }

    private static float[] ColumnFactors(ReadOnlySpan<float> column)
    {
        float[] factors = new float[column.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = 1f / MathF.Sqrt(column[i]);
        }

        return factors;
    }

    private readonly ref struct SquaresJob(
        ReadOnlySpan<float> gradient, int columns, float scale, float eps, Span<float> rowMeans, Span<float> sums) : IJob
    {
        private readonly ReadOnlySpan<float> _gradient = gradient;
        private readonly Span<float> _rowMeans = rowMeans;
        private readonly Span<float> _sums = sums;

        public void Run(int start, int end)
        {
            for (int block = start; block < end; block++)
            {
                int row = block * RowsInBlock;
                int count = Math.Min(RowsInBlock, _rowMeans.Length - row);
                AdafactorKernel.Squares(
                    _gradient.Slice(row * columns, count * columns),
                    columns,
                    scale,
                    eps,
                    _rowMeans.Slice(row, count),
                    _sums.Slice(block * columns, columns));
            }
        }
    }

    private readonly ref struct FactoredJob(
        ReadOnlySpan<float> gradient, float scale, ReadOnlySpan<float> rowFactors, ReadOnlySpan<float> columnFactors, Span<float> update) : IJob
    {
        private readonly ReadOnlySpan<float> _gradient = gradient;
        private readonly ReadOnlySpan<float> _rowFactors = rowFactors;
        private readonly ReadOnlySpan<float> _columnFactors = columnFactors;
        private readonly Span<float> _update = update;

        public void Run(int start, int end)
        {
            int row = start * RowsInBlock;
            int count = Math.Min(end * RowsInBlock, _rowFactors.Length) - row;
            int columns = _columnFactors.Length;
            AdafactorKernel.Factored(
                _gradient.Slice(row * columns, count * columns),
                scale,
                _rowFactors.Slice(row, count),
                _columnFactors,
                _update.Slice(row * columns, count * columns));
        }
    }

    private readonly struct ApplyJob(AdafactorStep step, float divisor, Tensor update, Tensor? momentum, Parameter parameter) : IJob
    {
        public void Run(int start, int end)
        {
            int first = start * PieceLength;
            int count = Math.Min(end * PieceLength, parameter.Length) - first;
            AdafactorKernel.Apply(
                update.Span.Slice(first, count),
                divisor,
                step.Lr,
                step.Decay,
                step.Beta1,
                step.OneMinusBeta1,
                momentum is null ? default : momentum.Span.Slice(first, count),
                parameter.Span.Slice(first, count));
        }
    }
}
