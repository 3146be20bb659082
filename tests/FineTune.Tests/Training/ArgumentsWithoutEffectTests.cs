using FineTune.Training;
using Microsoft.Extensions.Logging;

namespace FineTune.Tests.Training;

/// <summary>What is set but changes nothing is said in C# too, through the application's logger if there is one.</summary>
public sealed class ArgumentsWithoutEffectTests
{
    private static readonly TrainingArguments s_idle = new()
    {
        OutputDir = Path.Combine(Path.GetTempPath(), "finetune-idle"),
        UseCpu = true,
        EvalDelay = 2,
        SaveStrategy = SaveStrategy.No,
        SaveTotalLimit = 3,
        LoggingStrategy = IntervalStrategy.Epoch,
        LoggingSteps = 7,
        LrSchedulerType = SchedulerType.Constant,
        WarmupSteps = 5,
    };

    [Fact]
    public void Each_is_named_with_the_reason() => Assert.Equal(
        [
            "use_cpu: the CPU is always used", "warmup_steps: the constant schedule has no warm-up; constant_with_warmup has", "eval_delay: eval_strategy is no",
            "save_total_limit: save_strategy is no", "logging_steps: logging_strategy is epoch",
        ],
        ArgumentsWithoutEffect.Of(s_idle));

    [Fact]
    public void The_defaults_and_their_resolved_form_have_effect()
    {
        Assert.Empty(ArgumentsWithoutEffect.Of(new TrainingArguments()));
        Assert.Empty(ArgumentsWithoutEffect.Of(new TrainingArguments { EvalStrategy = IntervalStrategy.Steps, LoggingStrategy = IntervalStrategy.Epoch, LoggingSteps = 7 }.Resolve()));
        Assert.Empty(ArgumentsWithoutEffect.Of(new TrainingArguments { EvalStrategy = IntervalStrategy.Steps, LoadBestModelAtEnd = true }.Resolve()));
    }

    [Fact]
    public void A_no_is_set_where_the_default_is_another()
    {
        Assert.Equal(
            ["dataloader_pin_memory: there is no GPU here", "ddp_broadcast_buffers: training changes no buffer"],
            ArgumentsWithoutEffect.Of(new TrainingArguments { DataloaderPinMemory = false, DdpTimeout = 0, DdpBroadcastBuffers = false }).Order(StringComparer.Ordinal));
        Assert.Empty(ArgumentsWithoutEffect.Of(new TrainingArguments { RunName = string.Empty, DdpBackend = string.Empty }));
    }

    [Fact]
    public void A_no_to_what_cannot_work_is_not_refused()
    {
        TrainingArguments no = new() { OutputDir = "out", Tf32 = false, LocalRank = 0, Fsdp = string.Empty };

        no.Validate();

        Assert.Contains(
            "tf32 cannot be used",
            Assert.Throws<TrainingArgumentsException>(() => (no with { Tf32 = true }).Validate()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_Trainer_tells_its_logger_and_without_one_the_console()
    {
        Lines logger = new();
        using StringWriter console = new();
        BertForSequenceClassification model = new(new BertConfig { VocabSize = 8, HiddenSize = 8, NumHiddenLayers = 1, NumAttentionHeads = 1, IntermediateSize = 8, NumLabels = 2 }) { Generator = new Generator(0) };

        new Trainer(model, s_idle) { Logger = logger, MakesFolder = false, ErrorOutput = console }.Prepare();
        Assert.Contains("No effect: use_cpu: the CPU is always used.", logger.All);
        Assert.Equal(string.Empty, console.ToString());

        new Trainer(model, s_idle) { MakesFolder = false, ErrorOutput = console }.Prepare();
        Assert.Contains("Warning: No effect: use_cpu: the CPU is always used.", console.ToString(), StringComparison.Ordinal);
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
