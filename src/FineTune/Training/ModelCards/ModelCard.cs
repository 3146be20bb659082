using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>The card of a trained model: what it is, what it does with which labels, how to use it, what it was trained on, how and where.</summary>
internal sealed partial class ModelCard
{
    private const string GeneratedTag = "generated_from_trainer";
    private const string TextClassification = "text-classification";
    private const string Unknown = "More information needed";
    private const int ExamplesShown = 3;
    private const int ExampleLength = 100;
    private const int LabelsShown = 100;

    private static readonly string[] s_hubMetrics =
        ["accuracy", "bleu", "f1", "matthews_correlation", "pearsonr", "precision", "recall", "rouge", "sacrebleu", "spearmanr", "wer"];

    private readonly Trainer _trainer;
    private readonly ModelCardOptions _options;
    private readonly PretrainedConfig? _config;
    private readonly IReadOnlyList<CardSplit> _splits;
    private readonly IReadOnlyList<KeyValuePair<string, LogValue>> _results;

    public ModelCard(Trainer trainer, ModelCardOptions options)
    {
        (_trainer, _options) = (trainer, options);
        _config = (trainer.Model as PreTrainedModel)?.Config;
        _splits = [.. Splits()];
        _results = EvaluationRecords.LastResults(trainer.State.LogHistory);
    }

    private string Name => _options.ModelName ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_trainer.Args.OutputDir)));

    private IReadOnlyList<string> Tasks => _options.Tasks ?? (ClassifiesTexts ? [TextClassification] : []);

    private bool ClassifiesTexts => _trainer.Model is PreTrainedModel && _trainer.Model.GetType().Name.EndsWith("ForSequenceClassification", StringComparison.Ordinal);

    private bool HasSeveralLabels => _config?.ProblemType == ProblemType.MultiLabelClassification;

    private IReadOnlyList<string> DatasetNames => _options.Dataset.Count > 0 ? _options.Dataset : _options.DatasetTags;

    /// <summary>Gets the metadata.</summary>
    public ModelCardHeader Header()
    {
        ModelCardHeader header = new();
        header.Set("library_name", "transformers");
        header.Set("language", _options.Language);
        header.Set("license", _options.License);
        header.Set("base_model", IsOnHub(_options.FinetunedFrom) ? _options.FinetunedFrom : null);
        header.Set("pipeline_tag", Tasks.FirstOrDefault());
        header.Set("tags", [.. _options.Tags.Append(GeneratedTag).Distinct(StringComparer.Ordinal)]);
        header.Set("datasets", _options.DatasetTags);
        (string Tag, string Name, double Value)[] metrics =
        [
            .. _results.Select(result => (Tag: result.Key.ToLowerInvariant().Replace(' ', '_'), result.Key, result.Value.Number)).Where(metric => s_hubMetrics.Contains(metric.Tag) && double.IsFinite(metric.Number)),
        ];
        header.Set("metrics", [.. metrics.Select(metric => metric.Tag)]);
        header.SetResults(
            Name,
            [.. Tasks.Select(task => (task, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(task.Replace('-', ' '))))],
            [.. _options.DatasetTags.Select((tag, i) => (tag, DatasetNames.ElementAtOrDefault(i) ?? tag, _options.DatasetArgs.ElementAtOrDefault(i)))],
            metrics);
        return header;
    }

    /// <summary>Gets the text below it.</summary>
    public string Body()
    {
        StringBuilder text = new();
        text.Append($"\n# {MarkdownText.Escape(Name)}\n\n{Origin()}");
        if (_results.Count > 0)
        {
            text.Append("\nIt achieves the following results on the evaluation set:\n");
            text.Append(string.Join("\n", _results.Select(result => $"- {MarkdownText.Escape(result.Key)}: {EvaluationRecords.Number(result.Value)}")));
        }

        text.Append("\n\n## Model description\n\n").Append(Description());
        AppendLabels(text);
        AppendUsage(text);
        text.Append("\n## Intended uses & limitations\n\n").Append(Limits()).Append('\n');
        AppendData(text);
        text.Append("\n## Training procedure\n\n### Training hyperparameters\n\nThe following hyperparameters were used during training:\n");
        text.Append(string.Concat(CardHyperparameters.Of(_trainer.Args).Select(pair => $"- {pair.Name}: {MarkdownText.Escape(pair.Value)}\n")));
        AppendResults(text);
        AppendHardware(text);
        return text.ToString();
    }

    private IEnumerable<CardSplit> Splits()
    {
        if (CardSplit.Of("Training", _trainer.TrainDataset, HasSeveralLabels) is { } train)
        {
            yield return train;
        }

        foreach ((string? name, IEnumerable<Example> dataset) in _trainer.EvalDataset?.Items ?? [])
        {
            if (CardSplit.Of(name is null ? "Evaluation" : $"Evaluation ({name})", dataset, HasSeveralLabels) is { } split)
            {
                yield return split;
            }
        }
    }

    private string Origin()
    {
        string from = _options.FinetunedFrom is not { } parent ? "This model was trained from scratch on "
            : IsOnHub(parent) ? $"This model is a fine-tuned version of [{MarkdownText.Escape(parent)}](https://huggingface.co/{parent}) on "
            : $"This model is a fine-tuned version of {MarkdownText.Escape(Path.GetFileName(Path.TrimEndingDirectorySeparator(parent)))} on ";
        string[] names = [.. DatasetNames.Select(MarkdownText.Escape)];
        string data = names switch
        {
            [] => "an unknown dataset.",
            [string one] => $"the {one} dataset.",
            _ => string.Join(", ", names[..^1].Select(name => $"the {name}")) + $" and the {names[^1]} datasets.",
        };
        return from + data;
    }

    private string Description()
    {
        if (_config is null)
        {
            return $"{_trainer.Model.GetType().Name}, {GroupedNumber.Text(_trainer.Model.Parameters().Sum(parameter => (long)parameter.Length))} parameters.\n";
        }

        string kind = _config.ProblemType switch
        {
            ProblemType.Regression => "It gives a text a number.",
            ProblemType.MultiLabelClassification => "It gives a text any number of the labels below.",
            _ => "It gives a text one of the labels below.",
        };
        long all = ((PreTrainedModel)_trainer.Model).NumParameters();
        long trained = ((PreTrainedModel)_trainer.Model).NumParameters(onlyTrainable: true);
        string frozen = trained == all ? string.Empty : $", of which {GroupedNumber.Text(trained)} were trained";
        return $"{_trainer.Model.GetType().Name}, {GroupedNumber.Text(all)} parameters{frozen}. {(ClassifiesTexts ? kind : string.Empty)}".TrimEnd() + "\n";
    }

    private void AppendLabels(StringBuilder text)
    {
        if (!ClassifiesTexts || _config!.ProblemType == ProblemType.Regression)
        {
            return;
        }

        bool hasExamples = _options.LabelExamples is null ? _trainer.ProcessingClass is not null && _trainer.TrainDataset is not null : _options.LabelExamples.Count > 0;
        string[] header = ["Id", "Label", .. _splits.Select(split => split.Name + " rows"), .. hasExamples ? ["Examples"] : Array.Empty<string>()];
        List<IReadOnlyList<string>> rows = [];
        for (int id = 0; id < Math.Min(_config.NumLabels, LabelsShown); id++)
        {
            string name = _config.Id2Label.GetValueOrDefault(id) ?? $"LABEL_{id}";
            IEnumerable<string> counts = _splits.Select(split => split.LabelCounts is null ? "-" : GroupedNumber.Text(split.LabelCounts.ElementAtOrDefault(id)));
            rows.Add([$"{id}", MarkdownText.Escape(name), .. counts, .. hasExamples ? [Examples(id, name)] : Array.Empty<string>()]);
        }

        text.Append("\n### Labels\n\n").Append(MarkdownTable.Write(header, rows));
        if (_config.NumLabels > LabelsShown)
        {
            text.Append($"\n{_config.NumLabels - LabelsShown} more are in `config.json`.\n");
        }
    }

    private string Examples(int id, string name)
    {
        IReadOnlyList<string> texts = _options.LabelExamples is { } given
            ? given.GetValueOrDefault(name) ?? []
            : CardSplit.Examples(_trainer.TrainDataset, _trainer.ProcessingClass, id, ExamplesShown);
        return string.Join("<br>", texts.Take(ExamplesShown).Select(example => MarkdownText.Escape(MarkdownText.Shorten(example, ExampleLength))));
    }

    private void AppendUsage(StringBuilder text)
    {
        if (!ClassifiesTexts)
        {
            return;
        }

        string model = MarkdownText.Literal(_trainer.Args.HubModelId ?? _trainer.Args.OutputDir);
        TextInput sample = _options.Sample ?? new TextInput(Sample());
        (string first, string? second) = (Literal(sample.Text), sample.TextPair is null ? null : Literal(sample.TextPair));
        string inCSharp = second is null ? first : $"new TextInput({first}, {second})";
        string inPython = second is null ? first : $"{{\"text\": {first}, \"text_pair\": {second}}}";
        text.Append($$"""

            ## How to use

            In C#, with FineTune:

            ```csharp
            using FineTune;

            var classifier = Pipeline.Create("text-classification", {{model}});
            Console.WriteLine(classifier.Classify({{inCSharp}}));
            ```

            In Python, with transformers:

            ```python
            from transformers import pipeline

            classifier = pipeline("text-classification", model={{model}})
            print(classifier({{inPython}}))
            ```

            """.ReplaceLineEndings("\n"));
    }

    private static string Literal(string text) => MarkdownText.Literal(MarkdownText.Shorten(text, ExampleLength));

    private string Sample()
    {
        string? text = _options.LabelExamples is { } given
            ? given.Values.SelectMany(texts => texts).FirstOrDefault()
            : CardSplit.Examples(_trainer.TrainDataset, _trainer.ProcessingClass, 0, 1).FirstOrDefault();
        return string.IsNullOrWhiteSpace(text) ? "A text of your own." : text;
    }

    private string Limits()
    {
        int longest = _splits.Select(split => split.Lengths.LastOrDefault()).DefaultIfEmpty().Max();
        return longest == 0 ? Unknown
            : $"The longest text it was trained and evaluated on has {GroupedNumber.Text(longest)} tokens; what it does with longer texts, other kinds of text and other languages was not measured. {Unknown}";
    }

    private void AppendData(StringBuilder text)
    {
        text.Append("\n## Training and evaluation data\n\n");
        if (_splits.Count == 0)
        {
            text.Append(Unknown).Append('\n');
            return;
        }

        text.Append(MarkdownTable.Write(
            ["Data", "Rows", "Tokens", "Shortest", "Median", "Mean", "Longest"],
            [.. _splits.Select(split => (IReadOnlyList<string>)[MarkdownText.Escape(split.Name), GroupedNumber.Text(split.Rows), .. Lengths(split.Lengths)])]));
    }

    private static string[] Lengths(IReadOnlyList<int> lengths) => lengths.Count == 0 ? ["-", "-", "-", "-", "-"] :
    [
        GroupedNumber.Text(lengths.Sum(length => (long)length)), GroupedNumber.Text(lengths[0]), GroupedNumber.Text(lengths[lengths.Count / 2]),
        lengths.Average().ToString("F1", CultureInfo.InvariantCulture), GroupedNumber.Text(lengths[^1]),
    ];

    private void AppendResults(StringBuilder text)
    {
        if (!_trainer.State.LogHistory.Any(entry => entry.ContainsKey("train_runtime")))
        {
            return;
        }

        (IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows) = EvaluationRecords.Table(_trainer.State.LogHistory);
        if (rows.Count > 0)
        {
            text.Append("\n### Training results\n\n").Append(MarkdownTable.Write([.. header.Select(MarkdownText.Escape)], rows));
        }
    }

    private void AppendHardware(StringBuilder text)
    {
        LogEntry? summary = _trainer.State.LogHistory.LastOrDefault(entry => entry.ContainsKey("train_runtime"));
        text.Append("\n### Hardware\n\n");
        text.Append($"- {MarkdownText.Escape(Machine.ProcessorName())}, {Workers.ThreadCount} threads, {HardwarePeak.InstructionSet}\n");
        text.Append($"- Precision: {PrecisionOfRun.Products(PrecisionOfRun.Arithmetic(_trainer.Args))}\n");
        text.Append($"- {MarkdownText.Escape(RuntimeInformation.OSDescription)}, {RuntimeInformation.ProcessArchitecture}\n");
        if (summary is not null)
        {
            string speed = summary.TryGetValue("train_samples_per_second", out double rate) ? $", {PythonNumber.General(rate, 4)} examples a second" : string.Empty;
            text.Append($"- Training took {MetricText.Format("train_runtime", summary["train_runtime"], isWhole: false)}{speed}\n");
        }

        text.Append("\n### Framework versions\n\n");
        text.Append($"- FineTune {typeof(ModelCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown"}\n");
        text.Append($"- {RuntimeInformation.FrameworkDescription}\n");
    }

    /// <summary>Whether a name can be that of a model on the Hub, and is no folder here.</summary>
    public static bool IsOnHub(string? model) => model is not null && HubId().IsMatch(model) && !Directory.Exists(model);

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex HubId();
}
