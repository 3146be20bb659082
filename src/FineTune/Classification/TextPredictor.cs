using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Labels single texts with a saved model.</summary>
internal sealed class TextPredictor
{
    private readonly TextClassificationPipeline _pipeline;
    private readonly int _topK;

    /// <param name="configuration">The model, and how texts are cut.</param>
    /// <param name="topK">How many labels a text gets.</param>
    /// <param name="isPair">Whether texts come in pairs.</param>
    /// <exception cref="RunException">No model was named, or arguments cannot be used; it lists all.</exception>
    public TextPredictor(RunConfiguration configuration, int topK, bool isPair)
    {
        RunArguments run = configuration.Run;
        List<string> problems = [.. configuration.Problems, .. ArgumentChecks.OfValues(run, configuration.Training)];
        if (run.ModelNameOrPath is not { } folder)
        {
            throw new RunException([.. problems, "--model_name_or_path is missing: name the folder of a fine-tuned model."]);
        }

        if (problems.Count > 0)
        {
            throw new RunException(problems);
        }

        RunThreads.Use(run);
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(run.TokenizerName ?? folder, hub: RunHub.OptionsOf(run));
        PreTrainedModel model = Load(folder, run);
        if (model.Config.NumberingProblem is { } problem)
        {
            throw new RunException(problem);
        }

        if (model.LoadReport is { MissingKeys.Count: > 0 } report)
        {
            throw new RunException($"{folder} is not a fine-tuned classifier: it lacks {string.Join(", ", report.MissingKeys.Take(4))}. "
                + "Fine-tune it first: finetune train --model_name_or_path " + folder + " --train_file FILE --output_dir OUT");
        }

        run = RecalledInputs.Of(configuration).Reading(run);
        if (LengthCheck.Problem(run, tokenizer, isPair) is { } tooShort)
        {
            throw new RunException(tooShort);
        }

        _pipeline = new PipelineOptions { Truncation = true, MaxLength = run.MaxSeqLength }.Put(model, tokenizer, saved: null);
        _topK = topK;
    }

    /// <summary>Gets the best labels of a text, best first.</summary>
    /// <exception cref="RunException">The model's outputs are not numbers.</exception>
    public IReadOnlyList<ClassificationResult> Predict(string text, string? pair) =>
        FiniteOutputs.Best(_pipeline.Model, _pipeline.Classify(new TextInput(text, pair), topK: null), _topK, text);

    /// <exception cref="RunException">The weights cannot be used.</exception>
    private static PreTrainedModel Load(string folder, RunArguments run)
    {
        try
        {
            return AutoModelForSequenceClassification.FromPretrained(folder, RunHub.OptionsOf(run) with { ShowLoadReport = false });
        }
        catch (Exception exception) when (exception is TorchFileException || (exception is InvalidOperationException && Directory.Exists(folder)))
        {
            throw new RunException(exception.Message);
        }
    }

    /// <summary>Writes a line, whatever the text and the labels hold.</summary>
    public static string ToText(string text, IReadOnlyList<ClassificationResult> results) => string.Join("  ", results
        .Select(result => $"{VisibleText.Of(result.Label)} {result.Score.ToString("F4", CultureInfo.InvariantCulture)}")) + "\t" + VisibleText.Of(text);

    public static string ToJson(string text, IReadOnlyList<ClassificationResult> results) => JsonText.WriteLine(new JsonObject
    {
        ["text"] = text,
        ["label"] = results[0].Label,
        ["score"] = (double)results[0].Score,
        ["scores"] = new JsonObject(results.Select(result => KeyValuePair.Create(result.Label, (JsonNode?)JsonValue.Create((double)result.Score)))),
    });
}
