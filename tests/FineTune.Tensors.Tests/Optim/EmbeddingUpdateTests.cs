using FineTune.Kernels;
using FineTune.Optim;
using FineTune.Tensors.Tests.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.Optim;

/// <summary>Updating only the rows a batch used gives the bits that updating whole tables gives.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class EmbeddingUpdateTests
{
    private const int Steps = 640;

    public static TheoryData<string, AdamWOptions> Options => new()
    {
        { "plain", new() { Lr = 1e-3, WeightDecay = 0 } },
        { "decay", new() { Lr = 1e-2, WeightDecay = 0.1 } },
        { "unfused", new() { Lr = 1e-3, WeightDecay = 0, Fused = false } },
        { "amsgrad", new() { Lr = 1e-3, WeightDecay = 0.01, Amsgrad = true } },
        { "short memory", new() { Lr = 1e-2, Beta1 = 0.3, Beta2 = 0.9, WeightDecay = 0 } },
        { "no first moment", new() { Lr = 1e-3, Beta1 = 0, WeightDecay = 0.01 } },
        { "up", new() { Lr = 1e-3, WeightDecay = 0.01, Maximize = true } },
        { "no eps", new() { Lr = 1e-6, Eps = 0, WeightDecay = 0 } },
    };

    [Theory, MemberData(nameof(Options))]
    public void Hundreds_of_steps_on_random_rows_give_the_bits_of_whole_updates(string name, AdamWOptions options)
    {
        Run whole = new(options, byRows: false);
        Run rows = new(options, byRows: true);
        Random random = new(name.Length);

        for (int step = 1; step <= Steps; step++)
        {
            StepPlan plan = StepPlan.Draw(random, step);
            whole.Take(plan);
            rows.Take(plan);
        }

        Run.SameBits(whole, rows);
    }

    [Theory, MemberData(nameof(Options))]
    public void Reading_saving_and_loading_on_the_way_changes_no_bit(string name, AdamWOptions options)
    {
        Run whole = new(options, byRows: false);
        Run rows = new(options, byRows: true);
        Random random = new(name.Length + 100);

        for (int step = 1; step <= Steps; step++)
        {
            StepPlan plan = StepPlan.Draw(random, step);
            whole.Take(plan);
            rows.Take(plan);
            Interrupt(random.Next(60), whole, rows);
        }

        Run.SameBits(whole, rows);
    }

    [Fact]
    public void A_table_may_be_used_whole_in_one_step_and_by_rows_in_the_next()
    {
        const int rows = 700, width = 100;
        Parameter large = new(Tensor.Full(new(rows, width), 0.5f));
        Parameter whole = new(Tensor.Full(new(rows, width), 0.5f));
        AdamW byRows = new([new([large])], new() { Lr = 1e-2, WeightDecay = 0.1 });
        AdamW atOnce = new([new([whole])], new() { Lr = 1e-2, WeightDecay = 0.1 });
        Random random = new(3);
        Assert.True(large.Length >= PendingUpdate.FewestElements);
        for (int step = 0; step < 30; step++)
        {
            float[] gradient = new float[rows * width];
            byRows.ZeroGrad();
            if (step % 3 == 0)
            {
                Array.ForEach(Enumerable.Range(0, gradient.Length).ToArray(), i => gradient[i] = random.NextSingle() - 0.5f);
                Gradients.Set(large, gradient);
            }
            else
            {
                int[] used = [random.Next(rows), random.Next(rows)];
                Gradients.AddRows(large, used.Distinct().ToArray(), (row, column) => gradient[(row * width) + column] = (row + column) % 7 * 0.1f);
            }

            atOnce.ZeroGrad();
            Gradients.Set(whole, gradient);
            byRows.Step();
            atOnce.Step();
            _ = whole.Span;
        }

        Widths.AssertSameBits(whole.ToArray(), large.ToArray(), "table");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(8, 3)]
    public void Neither_lane_width_nor_threads_change_a_bit(int lanes, int threads)
    {
        AdamWOptions options = new() { Lr = 1e-2, WeightDecay = 0.01 };
        Run expected = RunAlone(options);
        int width = LaneWidth.Current;
        LaneWidth.Current = Math.Min(lanes, LaneWidth.Widest);
        Run actual = null!;

        try
        {
            ThreadsCollection.WithThreads(threads, () => actual = RunAlone(options));
        }
        finally
        {
            LaneWidth.Current = width;
        }

        Run.SameBits(expected, actual);
    }

    [Fact]
    public void A_row_is_up_to_date_once_asked_for_and_the_others_wait()
    {
        Parameter table = new(Tensor.From(Sequence.Floats(40, 1, 1), new Shape(10, 4)));
        AdamW optimizer = new([new ParameterGroup([table])], new() { WeightDecay = 0.1 });
        Gradients.AddRows(table, [3], (_, _) => 1);
        optimizer.Step();
        float[] before = table.RawSpan.ToArray();

        table.EnsureRows([7, 7]);

        Assert.Equal(before[20], table.RawSpan[20]);
        Assert.NotEqual(before[28], table.RawSpan[28]);
        Assert.NotEqual(before[20], table.Span[20]);
        Assert.Null(table.Storage.Deferred);
    }

    [Fact]
    public void A_row_that_was_never_used_has_no_moments_and_keeps_its_bits()
    {
        Parameter table = new(Tensor.From(Sequence.Floats(40, 1, 1), new Shape(10, 4)));
        float[] before = table.ToArray();
        AdamW optimizer = new([new ParameterGroup([table])], new() { WeightDecay = 0 });

        for (int step = 0; step < 5; step++)
        {
            optimizer.ZeroGrad();
            Gradients.AddRows(table, [3], (_, _) => 1);
            optimizer.Step();
        }

        Assert.Equal(before[..12], table.ToArray()[..12]);
        Assert.NotEqual(before[12..16], table.ToArray()[12..16]);
        Assert.Equal(before[16..], table.ToArray()[16..]);
    }

    [Fact]
    public void A_view_of_a_table_sees_it_up_to_date()
    {
        Parameter table = new(Tensor.From(Sequence.Floats(40, 1, 1), new Shape(10, 4)));
        Tensor view = table.Detach();
        AdamW optimizer = new([new ParameterGroup([table])], new() { WeightDecay = 0.1 });
        Gradients.AddRows(table, [3], (_, _) => 1);

        optimizer.Step();

        Assert.Equal(0.99990f * Sequence.Floats(40, 1, 1)[0], view.Span[0], 1e-6f);
        Assert.NotEqual(Sequence.Floats(40, 1, 1)[0], view.Span[0]);
    }

    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(0, 1e-2)]
    [InlineData(0.1, 1e-3)]
    public void Rows_left_alone_for_longer_than_the_history_still_have_the_right_bits(double weightDecay, double lr)
    {
        Tensor start = Tensor.From(Sequence.Floats(24_000, 1, 1), new Shape(3000, 8));
        Parameter[] tables = [new(start), new(start)];
        AdamW[] optimizers = Array.ConvertAll(tables, table => new AdamW([new ParameterGroup([table])], new() { Lr = lr, WeightDecay = weightDecay }));

        for (int step = 0; step < 1300; step++)
        {
            int row = step < 60 ? step * 31 : 2999;
            float Value(int _, int column) => MathF.Cos(step + column) * (column == 3 ? 0 : 0.1f);
            Array.ForEach(tables, table => table.ZeroGrad());
            Gradients.AddRows(tables[0], [row], Value);
            float[] whole = new float[24_000];
            for (int column = 0; column < 8; column++)
            {
                whole[(row * 8) + column] = Value(row, column);
            }

            Gradients.Set(tables[1], whole);
            Array.ForEach(optimizers, optimizer => optimizer.Step());
        }

        Assert.Equal(tables[1].ToArray(), tables[0].ToArray());
    }

    private static Run RunAlone(AdamWOptions options)
    {
        Run run = new(options, byRows: true);
        Random random = new(5);
        for (int step = 1; step <= 300; step++)
        {
            run.Take(StepPlan.Draw(random, step));
        }

        return run;
    }

    private static void Interrupt(int what, Run whole, Run rows)
    {
        switch (what)
        {
            case 0:
                Run.SameBits(whole, rows);
                break;
            case 1:
                rows.SaveAndLoad();
                break;
            case 2:
                rows.Tables[0].EnsureRows([1, 5, 5, 0]);
                break;
            case 3:
                IReadOnlyDictionary<string, object?> kept = rows.Optimizer.StateDict();
                Assert.Equal(2, kept.Count);
                break;
            case 4:
                rows.Tables[0].Span[7] = whole.Tables[0].Span[7] = 0.125f;
                break;
        }
    }

    /// <summary>What one step does, drawn once for both runs.</summary>
    private sealed record StepPlan(int Seed, int[][] Rows, bool[] IsWhole, bool[] IsAbsent, double? MaxNorm)
    {
        public static StepPlan Draw(Random random, int step) => new(
            step,
            [Some(random, Run.RowCounts[0]), Some(random, Run.RowCounts[1])],
            [random.Next(97) == 0, random.Next(150) == 0],
            [random.Next(50) == 0, random.Next(20) == 0],
            random.Next(3) switch { 0 => null, 1 => 0.05, _ => 1000 });

        private static int[] Some(Random random, int rows)
        {
            // A few rows come often, most seldom, some never.
            int count = random.Next(1, 6);
            int[] chosen = new int[count];
            for (int i = 0; i < count; i++)
            {
                chosen[i] = random.Next(4) == 0 ? random.Next(rows * 3 / 4) : random.Next(6);
            }

            return chosen;
        }
    }

    private sealed class Run
    {
        public static readonly int[] RowCounts = [97, 53];
        private static readonly int[] Widths = [24, 5];

        private readonly AdamWOptions _options;
        private readonly bool _byRows;
        private readonly Parameter _dense;
        private LrScheduler _scheduler;

        public Run(AdamWOptions options, bool byRows)
        {
            _options = options;
            _byRows = byRows;
            Tables = [Table(0), Table(1)];
            _dense = new Parameter(Tensor.From(Sequence.Floats(33, 9, 1), new Shape(33)));
            Optimizer = Make();
            _scheduler = LrSchedulers.GetScheduler(SchedulerType.Linear, Optimizer, 20, Steps + 50);
        }

        public Parameter[] Tables { get; }

        public AdamW Optimizer { get; private set; }

        public static void SameBits(Run one, Run other)
        {
            Assert.Equal(Bits(one._dense), Bits(other._dense));
            for (int i = 0; i < one.Tables.Length; i++)
            {
                Assert.Equal(Bits(one.Tables[i]), Bits(other.Tables[i]));
            }

            Assert.Equal(StateBits(one), StateBits(other));
        }

        public void Take(StepPlan plan)
        {
            Optimizer.ZeroGrad();
            Gradients.Set(_dense, Sequence.Floats(33, (uint)plan.Seed, 0.1f));
            for (int i = 0; i < Tables.Length; i++)
            {
                if (!plan.IsAbsent[i])
                {
                    SetGradient(plan, i);
                }
            }

            if (plan.MaxNorm is { } maxNorm)
            {
                GradientClipping.ClipGradNorm([.. Tables, _dense], maxNorm);
            }

            Optimizer.Step();
            _scheduler.Step();
        }

        public void SaveAndLoad()
        {
            IReadOnlyDictionary<string, object?> saved = Optimizer.StateDict();
            IReadOnlyDictionary<string, object?> schedule = _scheduler.StateDict();
            Optimizer = Make();
            _scheduler = LrSchedulers.GetScheduler(SchedulerType.Linear, Optimizer, 20, Steps + 50);
            Optimizer.LoadStateDict(saved);
            _scheduler.LoadStateDict(schedule);
        }

        private AdamW Make() => new([new ParameterGroup([.. Tables, _dense])], _options);

        private void SetGradient(StepPlan plan, int table)
        {
            float Value(int row, int column) => MathF.Sin((plan.Seed * 31) + (row * 7) + column) * 0.1f;
            if (_byRows && !plan.IsWhole[table])
            {
                Gradients.AddRows(Tables[table], plan.Rows[table], Value);
                return;
            }

            float[] gradient = new float[Tables[table].Length];
            foreach (int row in plan.Rows[table])
            {
                for (int column = 0; column < Widths[table]; column++)
                {
                    gradient[(row * Widths[table]) + column] += Value(row, column);
                }
            }

            Gradients.Set(Tables[table], gradient);
        }

        private static Parameter Table(int i) =>
            new(Tensor.From(Sequence.Floats(RowCounts[i] * Widths[i], (uint)i, 0.2f), new Shape(RowCounts[i], Widths[i])));

        private static int[] StateBits(Run run) =>
        [
            .. ((Dictionary<long, object?>)run.Optimizer.StateDict()["state"]!).OrderBy(pair => pair.Key)
                .SelectMany(pair => ((OrderedDictionary<string, object?>)pair.Value!).Values)
                .SelectMany(value => Bits((Tensor)value!)),
        ];

        private static int[] Bits(Tensor tensor) => Array.ConvertAll(tensor.ToArray(), BitConverter.SingleToInt32Bits);
    }
}
