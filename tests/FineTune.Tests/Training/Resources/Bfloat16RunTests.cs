using System.Text.RegularExpressions;
using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Resources;

/// <summary>Runs with bf16: the same bits however they are computed and cut, near those of float32, and exact when resumed.</summary>
[Collection(AloneCollection.Name)]
public sealed class Bfloat16RunTests
{
    private static readonly TrainingArguments s_args = new()
    {
        Bf16 = true,
        PerDeviceTrainBatchSize = 8,
        MaxSteps = 10,
        LearningRate = 1e-3,
        LoggingSteps = 1,
    };

    // Also run with narrow registers, without machine code, and on processors with and without the instructions.
    private const string LossesOfTiles = "1.1043503 1.1157115 1.1105888 1.0913877 1.1122651 1.0947318 1.0775716 1.0834773 1.0638157 1.0619344";
    private const string LossesOfPairs = "1.1043503 1.1157115 1.1105889 1.0913875 1.112269 1.0947285 1.0775692 1.0834676 1.0638099 1.0619284";

    public static IEnumerable<object[]> Widths =>
        from arithmetic in new[] { Bfloat16Support.Pairs, Bfloat16Support.Tiles }
        from width in new[] { 1, 4, 8, 16 }
        where width <= LaneWidth.Widest
        select new object[] { arithmetic, width };

    [Theory]
    [InlineData(null, false, null)]
    [InlineData("no", false, null)]
    [InlineData("bf16", true, null)]
    [InlineData("BF16", false, "ACCELERATE_MIXED_PRECISION=BF16 is not read: the arguments choose the precision, float32. For bfloat16 set bf16 (--bf16 true).")]
    [InlineData("fp8", false, "ACCELERATE_MIXED_PRECISION=fp8 is not read: the arguments choose the precision, float32. Take the variable away if that is right.")]
    public void A_precision_that_the_environment_asks_for_is_said_not_to_be_read(string? value, bool bf16, string? said) =>
        Assert.Equal(said, PrecisionOfRun.OtherOfEnvironment(new TrainingArguments { Bf16 = bf16 }, value));

    [Theory]
    [InlineData(Bfloat16Support.Pairs, LossesOfPairs)]
    [InlineData(Bfloat16Support.Tiles, LossesOfTiles)]
    public void Ten_steps_of_a_small_bert_give_these_losses(string arithmetic, string losses) =>
        Assert.Equal(losses, At(LaneWidth.Widest, isCode: true, () => Train(s_args), arithmetic).Losses);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_width_with_machine_code_and_without_gives_the_same_run(string arithmetic, int width)
    {
        (string, string) expected = At(LaneWidth.Widest, isCode: true, () => Train(s_args), arithmetic);

        Assert.Equal(expected, At(width, isCode: true, () => Train(s_args), arithmetic));
        Assert.Equal(expected, At(width, isCode: false, () => Train(s_args), arithmetic));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_thread_count_gives_the_same_run(int threads) => Assert.Equal(Train(s_args), AloneCollection.WithThreads(threads, () => Train(s_args)));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Activations_that_are_computed_again_give_the_same_run(int accumulation)
    {
        TrainingArguments args = s_args with { GradientAccumulationSteps = accumulation, MaxSteps = 4 };

        Assert.Equal(Train(args), Train(args with { ActivationCheckpointing = true }));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("modernbert")]
    public void A_step_keeps_less_of_a_batch_than_in_float32(string type)
    {
        long single = Peak(type, MatMulPrecision.Single), rounded = Peak(type, MatMulPrecision.Bfloat16);

        Assert.InRange(rounded, single / 2, single * 0.97);
    }

    [Fact]
    public void A_resumed_run_is_the_uninterrupted_one()
    {
        TrainingArguments args = s_args with { SaveStrategy = SaveStrategy.Steps, SaveSteps = 4, GradientAccumulationSteps = 2 };
        using RunFolder folder = new();
        Trainer whole = Make(args, folder);
        whole.Train();

        Trainer resumed = Make(args, folder);
        resumed.Train(ResumeFrom.Path(folder.File("checkpoint-4")));

        Assert.Equal(SmallBert.Digest(whole.Model), SmallBert.Digest(resumed.Model));
        Assert.Equal(LossesOf(whole), LossesOf(resumed));
        Assert.Equal(whole.Generator.GetState(), resumed.Generator.GetState());
    }

    [Fact]
    public void Losses_lie_near_those_of_float32_and_the_random_numbers_are_the_same()
    {
        using RunFolder folder = new();
        Trainer single = Make(s_args with { Bf16 = false }, folder);
        single.Train();
        Trainer rounded = Make(s_args, folder);
        rounded.Train();

        double[] apart = [.. LossesOf(single).Zip(LossesOf(rounded), (a, b) => Math.Abs((double)a - b))];

        Assert.InRange(apart[0], 0, 1e-4);
        Assert.InRange(apart.Max(), 1e-8, 2e-3);
        Assert.Equal(single.Generator.GetState(), rounded.Generator.GetState());
    }

    [Fact]
    public void Fp16_is_float32_as_on_the_references_CPU() =>
        Assert.Equal(Train(s_args with { Bf16 = false }), Train(s_args with { Bf16 = false, Fp16 = true }));

    [Fact]
    public void The_run_is_recorded_with_its_arithmetic_and_another_one_is_said_when_it_goes_on()
    {
        TrainingArguments args = s_args with { SaveStrategy = SaveStrategy.Steps, SaveSteps = 4, MaxSteps = 5 };
        using RunFolder folder = new();
        Make(args, folder).Train();
        string record = File.ReadAllText(folder.File("finetune_run.json"));
        (string used, string another) = Bfloat16Support.UsesTiles ? ("tiles", "pairs") : ("pairs", "tiles");
        Assert.Contains($"\"arithmetic\": \"{used}\"", record, StringComparison.Ordinal);
        using StringWriter same = new(), other = new();
        Make(args, folder, same).Train(ResumeFrom.Path(folder.File("checkpoint-4")));

        File.WriteAllText(folder.File("finetune_run.json"), record.Replace(used, another));
        Make(args, folder, other).Train(ResumeFrom.Path(folder.File("checkpoint-4")));

        Assert.DoesNotContain("arithmetic", same.ToString(), StringComparison.Ordinal);
        Assert.Contains($"begun with the arithmetic \"{another}\" of bfloat16 and goes on with \"{used}\"", other.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_must_have_the_arithmetic_alike()
    {
        string[] pairs = At(LaneWidth.Widest, isCode: true, () => JobAgreement.ArithmeticOf(s_args), Bfloat16Support.Pairs);
        string[] tiles = At(LaneWidth.Widest, isCode: true, () => JobAgreement.ArithmeticOf(s_args), Bfloat16Support.Tiles);

        Assert.NotEqual(pairs, tiles);
        Assert.Contains("FINETUNE_BF16=pairs", Assert.Single(tiles), StringComparison.Ordinal);
        Assert.Empty(JobAgreement.ArithmeticOf(s_args with { Bf16 = false }));
    }

    [Fact]
    public void A_run_in_float32_is_recorded_without_an_arithmetic()
    {
        using RunFolder folder = new();
        Make(s_args with { Bf16 = false, MaxSteps = 1 }, folder).Train();

        Assert.DoesNotContain("arithmetic", File.ReadAllText(folder.File("finetune_run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_gained_it_is_said_once()
    {
        using RunFolder folder = new();
        using StringWriter console = new();
        At(LaneWidth.Widest, isCode: false, () =>
        {
            Trainer trainer = Make(s_args with { MaxSteps = 1 }, folder, console);
            trainer.Train();
            return trainer.Train();
        });

        Assert.Single(Regex.Matches(console.ToString(), "Without bf16 the run is at least as fast and more precise"));
        Assert.Contains("bf16: products are rounded as asked, no faster than in float32: there is no machine code here", console.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string> Uses => ["evaluate", "predict", "find a learning rate"];

    [Theory]
    [MemberData(nameof(Uses))]
    public void Whatever_is_done_with_it_says_so_once(string use)
    {
        using RunFolder folder = new();
        using StringWriter bf16 = new(), fullEval = new();
        At(LaneWidth.Widest, isCode: false, () =>
        {
            Use(Make(s_args, folder, bf16), use);
            Use(Make(s_args with { Bf16 = false, Bf16FullEval = true }, folder, fullEval), use);
            return true;
        });

        Assert.Single(Regex.Matches(bf16.ToString(), "Without bf16 the run is at least as fast and more precise"));
        Assert.Single(Regex.Matches(fullEval.ToString(), "Without bf16_full_eval the run is at least as fast and more precise"));
    }

    [Fact]
    public void What_evaluations_outside_training_do_is_part_of_its_description()
    {
        Assert.Equal("float32", PrecisionOfRun.Describe(new TrainingArguments()));
        Assert.Equal("float32; evaluations outside training round the weights to float16", PrecisionOfRun.Describe(new TrainingArguments { Fp16FullEval = true }));
        Assert.StartsWith(
            $"float32; evaluations outside training round the weights to bfloat16 and multiply in it ({Bfloat16Support.Arithmetic}, ",
            PrecisionOfRun.Describe(new TrainingArguments { Bf16FullEval = true }),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "all else is float32; evaluations outside training round the weights to bfloat16",
            PrecisionOfRun.Describe(new TrainingArguments { Bf16 = true, Bf16FullEval = true }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_arithmetic_is_the_fastest_or_the_one_asked_for()
    {
        Assert.Equal("pairs", Bfloat16Support.Chosen(null, () => "there are none"));
        Assert.Equal("tiles", Bfloat16Support.Chosen("", () => null));
        Assert.Equal("pairs", Bfloat16Support.Chosen("pairs", () => throw new InvalidOperationException()));
        Assert.Equal("tiles", Bfloat16Support.Chosen("tiles", () => null));
        FormatException unknown = Assert.Throws<FormatException>(() => Bfloat16Support.Chosen("fast", () => null));
        FormatException missing = Assert.Throws<FormatException>(() => Bfloat16Support.Chosen("tiles", () => "this processor has no AMX-BF16"));
        Assert.Contains("FINETUNE_BF16 is 'fast', but the arithmetics of bfloat16 are 'pairs' and 'tiles'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("FINETUNE_BF16 asks for 'tiles', but this processor has no AMX-BF16. Unset it, or set it to 'pairs'", missing.Message, StringComparison.Ordinal);
    }

    private static (string Losses, string Digest) Train(TrainingArguments args)
    {
        using RunFolder folder = new();
        Trainer trainer = Make(args, folder);
        trainer.Train();
        return (string.Join(' ', LossesOf(trainer)), SmallBert.Digest(trainer.Model));
    }

    private static void Use(Trainer trainer, string use)
    {
        for (int i = 0; i < 2; i++)
        {
            _ = use switch
            {
                "evaluate" => trainer.Evaluate(EvalDatasets.From(trainer.TrainDataset!)),
                "predict" => trainer.Predict(trainer.TrainDataset!),
                _ => (object)(i == 0 ? trainer.LrFind(new LrFindOptions { NumSteps = 2 }) : trainer),
            };
        }
    }

    /// <summary>Gets the most floats of the pool that a training step had at a time.</summary>
    private static long Peak(string type, MatMulPrecision precision)
    {
        PretrainedConfig config = type == "bert" ? new BertConfig() : new ModernBertConfig();
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(
            SmallBert.Sized(config, layers: 8).With(new Dictionary<string, object?> { ["hidden_size"] = 128, ["intermediate_size"] = 512 }));
        model.Generator = new Generator(1);
        model.Train();
        Batch batch = new DefaultDataCollator().Collate([.. SmallBert.Rows(4, 50, 50)]);
        BufferPool.ResetPeak();
        long before = BufferPool.PeakFloats;

        using (new TensorScope())
        using (new Autocast(precision))
        {
            model.Forward(batch).Loss!.Backward();
        }

        Assert.Equal(before, BufferPool.RentedFloats);
        return BufferPool.PeakFloats - before;
    }

    private static Trainer Make(TrainingArguments args, RunFolder folder, TextWriter? console = null) => new(
        AutoModelForSequenceClassification.FromConfig(SmallBert.Config()), args with { OutputDir = folder.Path, DisableTqdm = true })
    {
        TrainDataset = SmallBert.Rows(48, shortest: 5, longest: 40),
        DataCollator = new DataCollatorWithPadding(AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"))),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        ErrorOutput = console ?? TextWriter.Null,
    };

    private static float[] LossesOf(Trainer trainer) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey("loss")).Select(entry => (float)entry["loss"])];

    private static T At<T>(int width, bool isCode, Func<T> function, string? arithmetic = null)
    {
        int before = LaneWidth.Current;
        (LaneWidth.Current, MachineCode.IsAllowed, Bfloat16Support.Instead) = (width, isCode, arithmetic);
        try
        {
            return function();
        }
        finally
        {
            (LaneWidth.Current, MachineCode.IsAllowed, Bfloat16Support.Instead) = (before, true, null);
        }
    }
}
