using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.ModelCards;

public sealed class ModelCardTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public static TheoryData<string> Names => [.. Runs.Select(run => run.Text("name"))];

    private static IEnumerable<JsonObject> Runs => TrainingGolden.Read("card.json")["runs"]!.AsArray().Select(run => run!.AsObject());

    private string Path => _folder.File("README.md");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Hyperparameters_are_the_references_lines(string name)
    {
        JsonObject golden = Runs.Single(run => run.Text("name") == name);
        TrainingArguments args = TrainingArguments.FromJson(JsonText.WriteLine(golden["args"]));

        IEnumerable<string> lines = CardHyperparameters.Of(args).Select(pair => $"- {pair.Name}: {pair.Value}");

        // The reference writes OptimizerNames.SGD, and its arguments on a line of their own.
        string expected = Regex.Replace(Section(golden.Text("text"), "### Training hyperparameters"), "OptimizerNames\\.(\\w+)", match => match.Groups[1].Value.ToLowerInvariant())
            .Replace("args are:\n", "args are: ", StringComparison.Ordinal);
        Assert.Equal(expected.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)), lines);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_table_of_evaluations_is_the_references(string name)
    {
        JsonObject golden = Runs.Single(run => run.Text("name") == name);

        (IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows) = EvaluationRecords.Table(History(golden));

        string expected = Section(golden.Text("text"), "### Training results");
        bool hasTable = expected.Contains('|', StringComparison.Ordinal);
        Assert.Equal(hasTable, rows.Count > 0 && History(golden).Exists(entry => entry.ContainsKey("train_runtime")));
        if (hasTable)
        {
            Assert.Equal(expected.Trim(), MarkdownTable.Write(header, rows).Trim());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_are_the_references_in_words(string name)
    {
        JsonObject golden = Runs.Single(run => run.Text("name") == name);

        string[] lines = [.. EvaluationRecords.LastResults(History(golden)).Select(pair => $"- {pair.Key}: {EvaluationRecords.Number(pair.Value)}")];

        // Where nothing was trained the reference lists the keys as they are logged, and times among them.
        string[] expected = [.. golden.Text("text").Split("## Model description")[0].Split('\n').SkipWhile(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))];
        Assert.Equal(name == "evaluated only" ? ["- Loss: 1.1848", "- Accuracy: 0.3333", "- F1 Macro: 0.1235", "- Exactly: 0.5"] : expected, lines);
    }

    [Fact]
    public void The_header_says_what_the_reference_says()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));
        Assert.True(trainer.CreateModelCard(new ModelCardOptions
        {
            Language = ["en", "no"],
            License = "mit",
            Tags = ["mine"],
            ModelName = "my-model",
            FinetunedFrom = "org/base-model",
            DatasetTags = ["glue"],
            Dataset = ["GLUE MRPC"],
            DatasetArgs = ["mrpc"],
        }));

        string card = File.ReadAllText(Path);
        Assert.StartsWith(
            "---\nlibrary_name: transformers\nlanguage:\n- en\n- \"no\"\nlicense: mit\nbase_model: org/base-model\npipeline_tag: text-classification\n"
            + "tags:\n- mine\n- generated_from_trainer\ndatasets:\n- glue\nmodel-index:\n- name: my-model\n  results: []\n---\n",
            card,
            StringComparison.Ordinal);
        Assert.Contains("fine-tuned version of [org/base-model](https://huggingface.co/org/base-model) on the GLUE MRPC dataset.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trained_model_has_every_section_and_its_results_in_the_header()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder) with { EvalStrategy = IntervalStrategy.Epoch, ClassWeights = ClassWeights.Of(1, 2, 1), WeightDecay = 0.1 });
        _ = trainer.Train();

        trainer.CreateModelCard(new ModelCardOptions { DatasetTags = ["glue"] });

        string card = File.ReadAllText(Path);
        Assert.All(
            [
                "metrics:\n- accuracy\n", "    metrics:\n    - name: Accuracy\n      type: accuracy\n      value: ", "\n- Accuracy: ", "### Labels", "| Id | Label", "play \\| rain",
                "## How to use", "using FineTune;", "from transformers import pipeline", "## Training and evaluation data", "| Training   | 12 ", "### Training hyperparameters",
                "- class\\_weights: ".Replace("\\", string.Empty, StringComparison.Ordinal), "- weight_decay: 0.1", "### Training results", "| Training Loss | Epoch | Step | Validation Loss | Accuracy |",
                "### Hardware", "- Training took ", "### Framework versions", "- FineTune ",
            ],
            part => Assert.Contains(part, card, StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_and_texts_show_as_they_are_whatever_is_in_them()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));
        trainer.CreateModelCard(new ModelCardOptions
        {
            ModelName = "a: \"b\" # \u00e9\u4e2d | <b>",
            LabelExamples = new Dictionary<string, IReadOnlyList<string>> { ["play | rain"] = ["one|two\nthree <img src=x> `code` *star* 100% & more \ud83d\ude00"] },
            Tags = ["yes", "1.5", "with: colon", "- dash"],
        });

        string card = File.ReadAllText(Path);
        (ModelCardHeader? header, string body) = ModelCardHeader.Split(card);
        Assert.Equal(["yes", "1.5", "with: colon", "- dash", "generated_from_trainer"], header!.Tags);
        Assert.Contains("one\\|two three &lt;img src=x&gt; \\`code\\` \\*star\\* 100% &amp; more \ud83d\ude00", body, StringComparison.Ordinal);
        Assert.Contains("\n# a: \"b\" \\# \u00e9\u4e2d \\| &lt;b&gt;\n", body, StringComparison.Ordinal);
        string[] table = [.. body.Split('\n').SkipWhile(line => !line.StartsWith("| Id", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|'))];
        Assert.Equal(5, table.Length);
        Assert.All(table, row => Assert.Equal(6, Regex.Count(row, "(?<!\\\\)\\|")));
        Assert.Contains("classifier.Classify(\"one|two three <img src=x> \\u0060code\\u0060", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_is_written_again_and_keeps_what_was_added_to_its_header()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));
        trainer.CreateModelCard(new ModelCardOptions { Tags = ["first"] });
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("- first\n", "- first\n- added by hand\n", StringComparison.Ordinal)
            .Replace("library_name: transformers\n", "library_name: transformers\nlicense: apache-2.0\nwidget:\n- text: hello\n", StringComparison.Ordinal));

        Assert.True(trainer.CreateModelCard(new ModelCardOptions { Tags = ["second"] }));

        string card = File.ReadAllText(Path);
        Assert.Equal(["second", "generated_from_trainer", "first", "added by hand"], ModelCardHeader.Split(card).Header!.Tags);
        Assert.Contains("license: apache-2.0\n", card, StringComparison.Ordinal);
        Assert.Contains("widget:\n- text: hello\n", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# My own card\n")]
    [InlineData("---\ntags: [a\n---\nbroken header\n")]
    [InlineData("---\ntags:\n- a\n---\n<!-- FineTune wrote this card 0123456789abcdef -->\nbut not this text\n")]
    public void What_somebody_wrote_stays(string own)
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));
        File.WriteAllText(Path, own);

        Assert.False(trainer.CreateModelCard());
        Assert.Equal(own, File.ReadAllText(Path));
    }

    [Fact]
    public void A_card_whose_text_was_changed_stays()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));
        trainer.CreateModelCard();
        string changed = File.ReadAllText(Path).Replace("More information needed", "For experts only", StringComparison.Ordinal);
        File.WriteAllText(Path, changed);

        Assert.False(trainer.CreateModelCard());
        Assert.Equal(changed, File.ReadAllText(Path));
    }

    [Fact]
    public void A_folder_it_began_with_is_named_but_not_linked()
    {
        Trainer trainer = Make(TinyTrainer.Args(_folder));

        trainer.CreateModelCard(new ModelCardOptions { FinetunedFrom = Golden.Path("models", "bert-tiny") });

        string card = File.ReadAllText(Path);
        Assert.Contains("a fine-tuned version of bert-tiny on an unknown dataset.", card, StringComparison.Ordinal);
        Assert.DoesNotContain("base_model", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_evaluation_sets_share_lines_and_results()
    {
        LogEntry[] history =
        [
            Entry(1, ("loss", 0.5)), Entry(1, ("eval_a_loss", 0.25), ("eval_a_runtime", 1)), Entry(1, ("eval_b_loss", 0.125)),
            Entry(2, ("eval_a_loss", 0.2)), Entry(2, ("eval_b_loss", 0.1)), Entry(2, ("train_runtime", 1)),
        ];

        (IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows) = EvaluationRecords.Table(history);

        Assert.Equal(["Training Loss", "Epoch", "Step", "A Loss", "B Loss"], header);
        Assert.Equal([["0.5", "1.0", "1", "0.25", "0.125"], ["0.5", "2.0", "2", "0.2", "0.1"]], rows);
        Assert.Equal(["A Loss", "B Loss"], EvaluationRecords.LastResults(history).Select(pair => pair.Key));
    }

    private static LogEntry Entry(int step, params (string Key, double Value)[] values)
    {
        LogEntry entry = new(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).Append(KeyValuePair.Create("epoch", (double)step)));
        entry.Set("step", step);
        return entry;
    }

    private static Trainer Make(TrainingArguments args)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny"));
        model.Config = model.Config.With(new Dictionary<string, object?>
        {
            ["id2label"] = new Dictionary<int, string> { [0] = "play | rain", [1] = "b_c", [2] = "\u00e9" },
            ["label2id"] = new Dictionary<string, int> { ["play | rain"] = 0, ["b_c"] = 1, ["\u00e9"] = 2 },
        });
        return new Trainer(model, args)
        {
            TrainDataset = Rows(12),
            EvalDataset = Rows(6),
            ProcessingClass = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny")),
            ComputeMetrics = prediction => GoldenRunTests.Accuracy(prediction),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
    }

    private static List<Example> Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Example(new Dictionary<string, object?>
    {
        ["input_ids"] = new long[] { 2, 5 + (i % 20), 9, 3 },
        ["attention_mask"] = new long[] { 1, 1, 1, 1 },
        ["labels"] = (long)(i % 3),
    }))];

    private static List<LogEntry> History(JsonObject golden) => [.. golden["log_history"]!.AsArray().Select(entry => LogEntry.FromJson(entry!.AsObject()))];

    private static string Section(string card, string heading) => card.Split(heading) is [_, var after, ..] ? after.Split("\n### ")[0].Split("\n## ")[0] : string.Empty;
}
