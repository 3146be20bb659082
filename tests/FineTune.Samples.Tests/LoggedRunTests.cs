using Microsoft.Extensions.Logging;

namespace FineTune.Samples.Tests;

/// <summary>A program with a logger of its own: everything goes there as events, and nothing to the console.</summary>
[Collection("console")]
public sealed class LoggedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-logged-").FullName;
    private readonly StringWriter _console = new();
    private readonly (TextWriter Out, TextWriter Error) _before = (Console.Out, Console.Error);
    private readonly EventLogger _logger = new();

    public LoggedRunTests()
    {
        Console.SetOut(_console);
        Console.SetError(_console);
    }

    public void Dispose()
    {
        Console.SetOut(_before.Out);
        Console.SetError(_before.Error);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_logger_nothing_is_written_to_the_console(bool disableTqdm)
    {
        PreTrainedModel model = Load(new() { Logger = _logger });

        Trainer trainer = new(model, new TrainingArguments(Path.Combine(_folder, "out"))
        {
            DisableTqdm = disableTqdm,
            MaxSteps = 4,
            LoggingSteps = 2,
            EvalStrategy = IntervalStrategy.Steps,
            EvalSteps = 2,
            SaveSteps = 2,
            SaveTotalLimit = 1,
            MetricForBestModel = "loss",
        })
        {
            Logger = _logger,
            TrainDataset = Rows(),
            EvalDataset = Rows(),
            Callbacks = [new ProfilerCallback(), new EarlyStoppingCallback { EarlyStoppingPatience = 9 }],
        };
        trainer.Train();
        trainer.LogMetrics("eval", trainer.Evaluate());

        Assert.Equal(string.Empty, _console.ToString());
        Assert.Contains(_logger.Of(LogEvent.Logged), values => values["GlobalStep"] is 2 && values["MaxSteps"] is 4 && values["loss"] is double);
        Assert.Contains(_logger.Of(LogEvent.Logged), values => values.ContainsKey("eval_loss"));
        Assert.Contains(_logger.Of(LogEvent.RunBegins), values => values.TryGetValue("NumExamples", out object? examples) && Convert.ToInt32(examples, null) == 16);
        Assert.Contains(_logger.Of(LogEvent.Metrics), values => values["Split"] is "eval" && values["eval_loss"] is double);
        Assert.Single(_logger.Of(LogEvent.Profile));
        Assert.NotEmpty(_logger.Of(LogEvent.CheckpointDeleted));
        Assert.NotEmpty(_logger.Of(LogEvent.Settings));
        Assert.All(_logger.Events, entry => Assert.True(entry.Id.Id != 0 && entry.Values.ContainsKey("{OriginalFormat}"), entry.Text));
    }

    [Fact]
    public void A_load_report_is_an_event_with_the_names_of_what_is_missing()
    {
        Load(new() { Logger = _logger });

        IReadOnlyDictionary<string, object?> values = Assert.Single(_logger.Of(LogEvent.LoadReport));
        Assert.Equal(("BertForSequenceClassification", 2), ((string)values["ModelClass"]!, (int)values["Missing"]!));
        Assert.Equal(["classifier.weight", "classifier.bias"], ((LoadReport)values["Report"]!).MissingKeys);
    }

    [Fact]
    public void Without_a_logger_a_load_report_goes_to_standard_error_unless_it_is_not_to_be_shown()
    {
        StringWriter errors = new();
        Console.SetError(errors);

        Load(new() { ShowLoadReport = false });
        Load(new() { OnLoadReport = _ => { } });
        Assert.Equal(string.Empty, errors.ToString());

        Load(new());

        Assert.Equal(string.Empty, _console.ToString());
        Assert.StartsWith("BertForSequenceClassification LOAD REPORT from: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("classifier.weight | MISSING", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_progress_of_no_style_shows_nothing()
    {
        Trainer trainer = new(Load(new() { ShowLoadReport = false }), new TrainingArguments(Path.Combine(_folder, "out")) { MaxSteps = 1, LoggingSteps = 1 })
        {
            TrainDataset = Rows(),
            Callbacks = [new ProgressCallback { Style = ProgressStyle.None }],
        };

        trainer.Train();

        Assert.Equal(string.Empty, _console.ToString());
    }

    [Fact]
    public void A_quiet_run_from_files_prints_nothing_but_warnings_to_standard_error()
    {
        StringWriter errors = new();
        Console.SetError(errors);
        string file = Path.Combine(_folder, "train.csv");
        File.WriteAllLines(file, ["text,label", .. Enumerable.Range(0, 16).Select(i => $"a {i},{(i % 2 == 0 ? "x" : "y")}")]);

        TextClassifier.Train(
            file, TinyModel.Create(Path.Combine(_folder, "model")), new() { OutputDir = Path.Combine(_folder, "out"), DisableTqdm = true, MaxSteps = 2, LoggingSteps = 1, UseCpu = true });

        Assert.Equal(string.Empty, _console.ToString());
        Assert.Contains("warning: no effect: use_cpu", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("'loss'", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_from_files_tells_a_logger_all_it_has_to_say(bool disableTqdm)
    {
        string file = Path.Combine(_folder, "train.csv");
        File.WriteAllLines(file, ["text,label", .. Enumerable.Range(0, 16).Select(i => $"a {i},{(i % 2 == 0 ? "x" : "y")}")]);

        TextClassifierResult result = TextClassifier.Train(
            file,
            TinyModel.Create(Path.Combine(_folder, "model")),
            new() { OutputDir = Path.Combine(_folder, "out"), DisableTqdm = disableTqdm, MaxSteps = 2, LoggingSteps = 1, UseCpu = true, DoEval = true, DoPredict = true },
            new() { ValidationFile = file, TestFile = file, MaxSeqLength = 16 },
            _logger);

        Assert.True(result.IsComplete);
        Assert.Equal(string.Empty, _console.ToString());
        Assert.Contains(_logger.Events, entry => entry.Id.Name == "Run" && entry.Level == LogLevel.Information && entry.Text.StartsWith("Label:  label, single_label_classification of 2: x, y", StringComparison.Ordinal));
        Assert.Contains(_logger.Events, entry => entry.Id.Name == "Run" && entry.Level == LogLevel.Warning && entry.Text.StartsWith("no effect: use_cpu", StringComparison.Ordinal));
        Assert.Single(_logger.Of(LogEvent.LoadReport));
        Assert.Equal(2, _logger.Of(LogEvent.Logged).Count(values => values.ContainsKey("loss")));
        Assert.Equal(["train", "eval", "test"], _logger.Of(LogEvent.Metrics).Select(values => values["Split"]));
    }

    private static Dataset Rows() => Dataset.FromColumns(
        ("input_ids", Enumerable.Range(0, 16).Select(i => new[] { 2, 5 + i, 3 })), ("label", Enumerable.Range(0, 16).Select(i => i % 2)));

    private PreTrainedModel Load(FromPretrainedOptions options) =>
        AutoModelForSequenceClassification.FromPretrained(TinyModel.Create(Path.Combine(_folder, "model")), options);
}
