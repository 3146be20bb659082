using TrainingArgument = FineTune.Training.Argument<FineTune.TrainingArguments>;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FineTune.Training;

namespace FineTune.Tests.Training.Arguments;

public sealed partial class TrainingArgumentsTests
{
    [Fact]
    public void Every_broken_rule_is_reported_at_once()
    {
        TrainingArguments args = new() { PerDeviceTrainBatchSize = 0, LearningRate = -1, Fp16 = true, Bf16 = true, Tf32 = true, Optim = OptimizerNames.Lomo };

        TrainingArgumentsException exception = Assert.Throws<TrainingArgumentsException>(args.Validate);

        Assert.Equal(5, exception.Problems.Count);
        Assert.StartsWith("5 training arguments are wrong:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_break_no_rule() => new TrainingArguments().Validate();

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void A_broken_rule_says_what_to_write(TrainingArguments args, string advice)
    {
        TrainingArgumentsException exception = Assert.Throws<TrainingArgumentsException>(args.Validate);

        Assert.Contains(advice, Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    public static TheoryData<TrainingArguments, string> BrokenRules => new()
    {
        { new() { Fp16 = true, Bf16 = true }, "fp16 and bf16 are both set. Keep one." },
        { new() { Fp16FullEval = true, Bf16FullEval = true }, "fp16_full_eval and bf16_full_eval are both set. Keep one." },
        { new() { GradientAccumulationSteps = 0 }, "gradient_accumulation_steps is 0, but it must be at least 1" },
        { new() { AdamBeta1 = 1 }, "adam_beta1 is 1.0, but it must be at least 0 and below 1" },
        { new() { LearningRate = double.NaN }, "learning_rate is nan, but it must be at least 0 and finite" },
        { new() { Seed = -1 }, "seed is -1, but it must be between 0 and 4294967295" },
        { new() { LoggingSteps = 0 }, "Set logging_steps, or logging_strategy no" },
        { new() { SaveSteps = 10.5 }, "above 1 it must be a whole number" },
        { new() { LoadBestModelAtEnd = true, EvalStrategy = IntervalStrategy.Epoch }, "Make them equal, or set save_strategy best" },
        { new() { SaveStrategy = SaveStrategy.Best, EvalStrategy = IntervalStrategy.Epoch }, "Set it, for example to loss" },
        { new() { SaveStrategy = SaveStrategy.Best, MetricForBestModel = "loss" }, "Set eval_strategy to epoch or steps" },
        { new() { LrSchedulerType = SchedulerType.Greedy }, "Set eval_strategy to epoch or steps" },
        { new() { DataloaderPrefetchFactor = 2 }, "Set dataloader_num_workers" },
        { new() { OptimArgs = "momentum=0.9" }, "optim_args has 'momentum', which is no setting of adamw_torch_fused" },
        { new() { Optim = OptimizerNames.Sgd, OptimArgs = "momentum=x" }, "momentum=x, but a number is expected" },
        { new() { Optim = OptimizerNames.Sgd, OptimArgs = "nesterov=maybe" }, "nesterov=maybe, but true or false is expected" },
        { new() { Optim = OptimizerNames.Sgd, OptimArgs = "weight_decay=0.1" }, "set the argument weight_decay" },
        { new() { Optim = OptimizerNames.AdamwBnb }, "Use adamw_torch" },
        { new() { ReportTo = ["wandb"] }, "choose tensorboard, csv, jsonl, all of them by all, or none" },
        { new() { ReportTo = ["nowhere"] }, "the reference does not know either" },
        { new() { TorchCompile = true }, "torch_compile cannot be used: there is no torch here" },
        { new() { Deepspeed = "ds.json" }, "deepspeed cannot be used: every process has all parameters" },
    };

    [Theory]
    [InlineData("true", InputTokenCount.All)]
    [InlineData("false", InputTokenCount.No)]
    [InlineData("\"non_padding\"", InputTokenCount.NonPadding)]
    public void Input_tokens_are_counted_or_not_in_one_word(string json, InputTokenCount expected) =>
        Assert.Equal(expected, TrainingArguments.FromJson($"{{\"include_num_input_tokens_seen\": {json}}}").IncludeNumInputTokensSeen);

    [Fact]
    public void Debugging_switches_are_words_of_a_text()
    {
        TrainingArguments none = TrainingArguments.FromJson("""{"debug": ""}""");

        Assert.Empty(none.Debug);
        none.Validate();
        Assert.Equal(["underflow_overflow", "tpu_metrics_debug"], TrainingArguments.FromJson("""{"debug": "underflow_overflow tpu_metrics_debug"}""").Debug);
    }

    [Fact]
    public void What_cannot_work_may_be_turned_off_in_so_many_words() =>
        new TrainingArguments { Tf32 = false, Fsdp = string.Empty, LocalRank = 0, FsdpConfig = new Dictionary<string, object?>() }.Validate();

    [Fact]
    public void Derived_values_are_those_the_reference_derives()
    {
        TrainingArguments args = new TrainingArguments
        {
            EvalStrategy = IntervalStrategy.Steps,
            LoggingSteps = 20,
            LoadBestModelAtEnd = true,
            ReportTo = ["all"],
            AcceleratorConfig = new() { GradientAccumulationKwargs = new Dictionary<string, object?> { ["num_steps"] = 4 } },
        }.Resolve();

        Assert.Equal(20, args.EvalSteps);
        Assert.True(args.DoEval);
        Assert.Equal("loss", args.MetricForBestModel);
        Assert.False(args.GreaterIsBetter);
        Assert.Equal(["tensorboard", "csv", "jsonl"], args.ReportTo);
        Assert.Equal(4, args.GradientAccumulationSteps);
    }

    [Fact]
    public void A_metric_whose_name_ends_in_loss_is_better_when_smaller()
    {
        Assert.False(new TrainingArguments { MetricForBestModel = "eval_x_loss" }.Resolve().GreaterIsBetter);
        Assert.True(new TrainingArguments { MetricForBestModel = "lossless" }.Resolve().GreaterIsBetter);
    }

    [Fact]
    public void The_home_folder_may_be_written_as_a_tilde()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.Equal(Path.Combine(home, "runs", "a"), new TrainingArguments { OutputDir = "~/runs/a" }.Resolve().OutputDir);
        Assert.Equal("~user/a", new TrainingArguments { OutputDir = "~user/a" }.Resolve().OutputDir);
    }

    [Fact]
    public void Equal_arguments_are_equal_whatever_objects_hold_their_lists()
    {
        TrainingArguments left = new() { LabelNames = ["labels"], LrSchedulerKwargs = new Dictionary<string, object?> { ["num_cycles"] = 2 } };
        TrainingArguments right = new() { LabelNames = ["labels"], LrSchedulerKwargs = new Dictionary<string, object?> { ["num_cycles"] = 2 } };

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, right with { LabelNames = ["label"] });
        Assert.NotEqual(left, right with { HubToken = "secret" });
    }

    [Fact]
    public void A_token_is_written_nowhere()
    {
        TrainingArguments args = new() { HubToken = "hf_secret" };

        Assert.DoesNotContain("hf_secret", args.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", args.ToJson(), StringComparison.Ordinal);
        Assert.Null(TrainingArguments.FromJson(args.ToJson()).HubToken);
    }

    [Fact]
    public void Setters_give_a_new_record_with_their_own_defaults()
    {
        TrainingArguments args = new() { LearningRate = 1, MaxSteps = 7, LogOnEachNode = true };

        TrainingArguments changed = args.SetTraining(batchSize: 32).SetEvaluate(IntervalStrategy.Epoch).SetLogging(steps: 5).SetSave(totalLimit: 2);

        Assert.Equal((5e-5, 32, -1, true), (changed.LearningRate, changed.PerDeviceTrainBatchSize, changed.MaxSteps, changed.DoTrain));
        Assert.Equal((IntervalStrategy.Epoch, true, 500.0), (changed.EvalStrategy, changed.DoEval, changed.EvalSteps));
        Assert.Equal((5.0, false, 2), (changed.LoggingSteps, changed.LogOnEachNode, changed.SaveTotalLimit));
        Assert.Equal(1, args.LearningRate);
    }

    [Fact]
    public void Setters_refuse_no_steps_with_the_strategy_steps()
    {
        TrainingArguments args = new();

        Assert.Throws<ArgumentException>(() => args.SetEvaluate(IntervalStrategy.Steps, steps: 0));
        Assert.Throws<ArgumentException>(() => args.SetSave(SaveStrategy.Steps, steps: 0));
        Assert.Throws<ArgumentException>(() => args.SetLogging(IntervalStrategy.Steps, steps: 0));
    }

    [Fact]
    public void Documentation_and_table_tell_the_same()
    {
        Dictionary<string, string> summaries = XDocument.Load(Path.ChangeExtension(typeof(TrainingArguments).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Space().Replace(member.Element("summary")?.Value ?? string.Empty, " ").Trim());

        foreach (TrainingArgument argument in ArgumentTable.Reference)
        {
            string property = string.Concat(argument.Name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
            string summary = summaries[$"P:FineTune.TrainingArguments.{property}"];

            Assert.StartsWith($"Gets {argument.Help}. Default ", summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_does_not_work_says_why() => Assert.All(
        ArgumentTable.All,
        argument => Assert.Equal(argument.Support == ArgumentSupport.Works, argument.Reason.Length == 0));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
