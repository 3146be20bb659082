using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// A configuration for data that was looked at: the arguments that matter for it, each after a line that says what it is, or why it is what it is. What
/// was given on the command line stands as it was given.
/// </summary>
internal sealed class ConfigurationDraft
{
    private const string SmallModel = "distilbert/distilbert-base-uncased";

    private readonly RunConfiguration _configuration;
    private readonly List<(string? Comment, string Name, JsonNode? Value)> _entries = [];

    private ConfigurationDraft(RunConfiguration configuration) => _configuration = configuration;

    /// <summary>Writes one.</summary>
    /// <param name="configuration">What was given.</param>
    /// <param name="warnings">Takes what is odd about the data.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="RunException">The data cannot be used.</exception>
    public static string Write(RunConfiguration configuration, List<string> warnings, CancellationToken cancellationToken)
    {
        ConfigurationDraft draft = new(configuration.Validated());
        RunArguments run = configuration.Run;
        draft.Put("model_name_or_path", run.ModelNameOrPath ?? SmallModel, run.ModelNameOrPath is null
            ? "a model's folder, or its name on the Hub: this one is small, quick and for English; finetune info --models lists the kinds"
            : null);
        if (run.TrainFile is not null)
        {
            draft.PutData(DataProfile.Of(run, warnings, cancellationToken));
        }

        draft.PutTraining();
        foreach (string name in RunConfiguration.Arguments.Select(argument => argument.Name).Where(configuration.IsNamed))
        {
            draft.Put(name, null, null);
        }

        return draft.ToText();
    }

    private void PutData(DataProfile data)
    {
        Put("train_file", data.Train.File, $"{GroupedNumber.Text(data.Train.Rows.NumRows)} rows");
        if (data.Validation is { } validation)
        {
            Put("validation_file", validation.File, $"{GroupedNumber.Text(validation.Rows.NumRows)} rows");
        }

        if (data.Test is { } test)
        {
            Put("test_file", test.File, $"{GroupedNumber.Text(test.Rows.NumRows)} rows");
        }

        if (!data.Columns.AreOfTask(_configuration.Run.TaskName)) // Found without a name; and with one, GLUE's own files would be read as any others.
        {
            Put("text_column_names", string.Join(",", data.Columns.Text), data.Columns.IsPair ? "a pair of texts" : null);
        }

        Put("label_column_name", data.Columns.Label, data.LabelWords);
        Put("max_seq_length", data.MaxSeqLength, data.LengthWords);
        Put("pad_to_max_length", false, "padding to the longest text of a batch only is quicker, and finds the same");
        if (data.WantsWeights)
        {
            Put("class_weights", "balanced", string.Create(CultureInfo.InvariantCulture, $"the most frequent label has {data.Imbalance:F0} times the rows of the rarest: rare ones count for more; leave it out to count all rows alike"));
        }

        if (data.Validation is null)
        {
            Put("eval_strategy", "no", "no validation_file was given, so that nothing will tell how good the model is; with one write epoch");
            return;
        }

        Put("eval_strategy", "epoch", "the validation file is evaluated after every epoch");
        Put("save_strategy", "epoch", "and a checkpoint saved");
        Put("save_total_limit", 2, "of which the newest and the best are kept");
        Put("load_best_model_at_end", true, "the model that is saved is that of the best epoch");
        Put("metric_for_best_model", data.BestMetric, "by this metric");
        if (data.Test is not null)
        {
            Put("do_predict", true, "the test file is predicted at the end");
        }
    }

    private void PutTraining()
    {
        Put("num_train_epochs", 3, "how often all rows are seen; more may help where there are few");
        Put("per_device_train_batch_size", 16, null);
        Put("learning_rate", 5e-5, "2e-5 to 5e-5 are usual; --lr_find suggests one");
        Put("warmup_steps", 0.1, "the share of the steps in which the learning rate rises");
        Put("weight_decay", 0.01, null);
        Put("seed", 42, "the same seed gives the same run");
        Put("output_dir", "out", "where checkpoints and the model go");
    }

    /// <summary>Adds an argument once; its value is the given one if it was given.</summary>
    private void Put(string name, JsonNode? value, string? comment)
    {
        if (_entries.Exists(entry => entry.Name == name))
        {
            return;
        }

        bool isGiven = _configuration.IsNamed(name);
        JsonNode? given = !isGiven ? null : RunArgumentTable.Find(name) is { } ofRun ? ofRun.Read(_configuration.Run) : ArgumentTable.Find(name)!.Read(_configuration.Training);
        _entries.Add((isGiven && value is not null && JsonText.WriteLine(given) != JsonText.WriteLine(value) ? null : comment, name, isGiven ? given : value));
    }

    private string ToText()
    {
        StringBuilder text = new("{\n");
        foreach ((int i, (string? comment, string name, JsonNode? value)) in _entries.Index())
        {
            if (comment is not null)
            {
                text.Append($"  \"//\": {JsonText.WriteLine(comment)},\n");
            }

            text.Append($"  \"{name}\": {JsonText.WriteLine(value)}{(i == _entries.Count - 1 ? string.Empty : ",")}\n");
        }

        return text.Append("}\n").ToString();
    }
}
