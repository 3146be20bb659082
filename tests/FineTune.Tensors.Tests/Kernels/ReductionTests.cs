using FineTune.Kernels;
using FineTune.Tensors.Tests.Autograd;

namespace FineTune.Tensors.Tests.Kernels;

public sealed class ReductionTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 15, 16, 17, 31, 48, 100, 1023, 4096, 4097, 20_000, 70_001];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_and_Dot_are_close_to_the_exact_values(int length)
    {
        float[] x = Numbers.Draw(1, length);
        float[] y = Numbers.Draw(2, length);
        double size = x.Zip(y, (a, b) => Math.Abs((double)a * b)).Sum() + 1;

        Assert.Equal(x.Sum(value => (double)value), Reduction.Sum(x), 1e-6 * (length + 1));
        Assert.Equal(x.Zip(y, (a, b) => (double)a * b).Sum(), Reduction.Dot(x, y), 3e-7 * size);
        Assert.Equal(Reduction.Dot(x, x), Reduction.SumOfSquares(x));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Widths_and_threads_do_not_change_the_bits(int length)
    {
        float[] x = [.. Numbers.Draw(1, length).Select(MathF.Exp)];
        float[] y = Numbers.Draw(2, length);
        float[] Compute() => [Reduction.Sum(x), Reduction.Dot(x, y), Reduction.SumOfSquares(x), Reduction.Max(y)];

        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Fact]
    public void Max_finds_the_greatest_wherever_it_is_and_NaN_above_all()
    {
        float[] x = Numbers.Draw(3, 53);
        for (int i = 0; i < x.Length; i++)
        {
            float before = x[i];
            x[i] = 7f;
            Assert.Equal(7f, Reduction.Max(x));
            x[i] = float.NaN;
            Assert.True(float.IsNaN(Reduction.Max(x)));
            x[i] = before;
        }

        Assert.Equal(float.NegativeInfinity, Reduction.Max([]));
        Assert.Equal(float.PositiveInfinity, Reduction.Max([float.NegativeInfinity, float.PositiveInfinity]));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 16)]
    [InlineData(130, 37)]
    [InlineData(131, 384)]
    [InlineData(3, 1030)]
    public void ColumnSum_adds_the_rows_of_each_column_in_order(int rows, int columns)
    {
        float[] x = Numbers.Draw(4, rows * columns);
        float[] start = Numbers.Draw(5, columns);
        float[] expected = [.. start];
        for (int i = 0; i < x.Length; i++)
        {
            expected[i % columns] += x[i];
        }

        float[] Compute()
        {
            float[] sums = [.. start];
            ColumnSum.Run(x, sums, accumulate: true);
            return sums;
        }

        Assert.Equal(expected, Compute());
        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(90, 2)]
    [InlineData(70, 37)]
    [InlineData(300, 64)]
    public void Softmax_rows_have_the_same_bits_at_every_width_and_number_of_threads(int rows, int width)
    {
        float[] x = Numbers.Draw(6, rows * width, 9f);
        float[] dy = Numbers.Draw(7, rows * width);

        float[] Compute()
        {
            float[] y = new float[x.Length];
            float[] logs = new float[x.Length];
            float[] dx = [.. x];
            float[] dlogs = [.. x];
            Softmax.Forward(x, width, y);
            LogSoftmax.Forward(x, width, logs);
            Softmax.Backward(y, dy, width, dx, accumulate: true);
            LogSoftmax.Backward(logs, dy, width, dlogs, accumulate: true);
            float[] sums = new float[rows];
            RowSum.Run(y, width, sums);
            return [.. y, .. logs, .. dx, .. dlogs, .. sums];
        }

        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData(3, 7, false)]
    [InlineData(70, 37, true)]
    [InlineData(100, 384, true)]
    public void LayerNorm_has_the_same_bits_at_every_width_and_number_of_threads(int rows, int width, bool masked)
    {
        float[] x = Numbers.Draw(8, rows * width, 2f);
        float[] residual = Numbers.Draw(9, rows * width);
        float[] gamma = Numbers.Draw(10, width);
        float[] dy = Numbers.Draw(11, rows * width);
        ushort[] bits = [.. Numbers.Draw(12, rows * Sixteen.Groups(width), 32767f).Select(value => (ushort)(value + 32768))];

        float[] Compute()
        {
            DropoutMask mask = masked ? new DropoutMask(bits, 1.25f) : default;
            float[] z = new float[x.Length];
            float[] y = new float[x.Length];
            float[] moments = new float[2 * rows];
            float[] dz = new float[x.Length];
            float[] dx = [.. x];
            float[] dgamma = [.. gamma];
            float[] dbeta = new float[width];
            new LayerNormForward
            {
                Width = width,
                X = x,
                Residual = residual,
                InputMask = mask,
                OutputMask = mask,
                Sum = z,
                Gamma = gamma,
                Beta = gamma,
                Epsilon = 1e-5f,
                Y = y,
                Mean = moments.AsSpan(0, rows),
                ReciprocalDeviation = moments.AsSpan(rows),
            }.Run();
            new LayerNormBackward
            {
                Width = width,
                Dy = dy,
                Sum = z,
                Mean = moments.AsSpan(0, rows),
                ReciprocalDeviation = moments.AsSpan(rows),
                Gamma = gamma,
                InputMask = mask,
                OutputMask = mask,
                Dz = dz,
                Dx = dx,
                AccumulateDx = true,
            }.Run(dgamma, true, dbeta, false);
            return [.. z, .. y, .. moments, .. dz, .. dx, .. dgamma, .. dbeta];
        }

        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData(1, 70_003)]
    [InlineData(50, 37)]
    [InlineData(400, 64)]
    public void Dropout_has_the_same_bits_at_every_width_and_number_of_threads(int rows, int width)
    {
        float[] x = Numbers.Draw(13, rows * width);
        ushort[] bits = [.. Numbers.Draw(14, rows * Sixteen.Groups(width), 32767f).Select(value => (ushort)(value + 32768))];
        float[] expected = [.. x.Select((value, i) => (bits[(i / width * Sixteen.Groups(width)) + (i % width / 16)] >> (i % width % 16) & 1) * 1.5f * value)];

        float[] Compute()
        {
            float[] y = new float[x.Length];
            FineTune.Kernels.Dropout.Run(x, new DropoutMask(bits, 1.5f), width, y, accumulate: false);
            return y;
        }

        Assert.Equal(expected, Compute());
        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(64)]
    [InlineData(5)]
    public void Rows_are_gathered_and_scattered_in_order_by_any_number_of_threads(int width)
    {
        int[] rows = [.. Enumerable.Range(0, 200).Select(i => i * 7 % 13)];
        float[] table = Numbers.Draw(15, 13 * width);
        float[] expected = [.. table];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < width && rows[i] != 4; c++)
            {
                expected[(rows[i] * width) + c] += table[(rows[i] * width) + c];
            }
        }

        float[] Compute()
        {
            float[] gathered = new float[rows.Length * width];
            float[] sums = [.. table];
            Rows.Gather(table, rows, width, gathered);
            Rows.ScatterAdd(gathered, rows, width, skipped: 4, sums);
            return sums;
        }

        Assert.Equal(expected, Compute());
        Widths.AssertAgree(Compute);
        Widths.AssertThreadsAgree(Compute);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(13)]
    public void A_row_that_is_not_in_the_table_is_not_added_to(int row) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.ScatterAdd(new float[2 * 20], [1, row], 20, skipped: -1, new float[13 * 20]));
}
