using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// Which run a folder belongs to: written before the first step, so that checkpoints an earlier run left there are never taken for its
/// own. A run that goes on from a checkpoint has those before it too.
/// </summary>
/// <param name="Run">The name of the run: when it began, and a random part.</param>
/// <param name="Before">The runs it goes on from, each with its last step that counts.</param>
/// <param name="Command">The arguments of the command beside those of training, or null.</param>
internal sealed record RunRecord(string Run, IReadOnlyList<(string Run, int LastStep)> Before, JsonObject? Command)
{
    public const string FileName = "finetune_run.json";

    /// <summary>Gets the step at which something other than the number of steps ended the run, which makes it complete; null while it did not.</summary>
    public int? StoppedAt { get; init; }

    /// <summary>Gets the arithmetic of products that are not float32's, for example "pairs"; null for float32.</summary>
    public string? Arithmetic { get; init; }

    /// <summary>Gets what the run was begun with; null for one of a version that did not note it.</summary>
    public RunInputs? Inputs { get; init; }

    /// <summary>Makes the record of a new run.</summary>
    public static RunRecord New(DateTimeOffset now, JsonObject? command) => new(
        string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ssZ}-{Guid.NewGuid().ToString("N")[..12]}"), [], command);

    /// <summary>Reads a folder's record; null when it has none.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static RunRecord? Read(string runFolder)
    {
        string path = Path.Combine(runFolder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonObject json = JsonText.ReadObject(File.ReadAllText(path));
            return new RunRecord(
                ArgumentValue.Text(json["run"]),
                [.. (json["before"] as JsonArray ?? []).Select(item => (ArgumentValue.Text(item?["run"]), ArgumentValue.Integer(item?["last_step"])))],
                json["command"]?.DeepClone() as JsonObject)
            {
                StoppedAt = json["stopped_at"] is { } step ? ArgumentValue.Integer(step) : null,
                Inputs = RunInputs.FromJson(json["inputs"]),
                Arithmetic = json["arithmetic"] is { } arithmetic ? ArgumentValue.Text(arithmetic) : null,
            };
        }
        catch (FormatException exception)
        {
            throw new CheckpointException(
                $"{path} is damaged: {exception.Message} Delete it to take the checkpoints beside it for those of one run, or train without resuming.", exception);
        }
    }

    /// <summary>Gets whether a checkpoint belongs to the run.</summary>
    /// <param name="run">The run in it; empty for one of the reference's.</param>
    /// <param name="step">Its step.</param>
    public bool Includes(string run, int step) => run == Run || Before.Any(earlier => earlier.Run == run && step <= earlier.LastStep);

    /// <summary>Gets the record of a run that goes on from a checkpoint of this one or another.</summary>
    public RunRecord After(string run, int step, DateTimeOffset now)
    {
        IEnumerable<(string Run, int LastStep)> before = Includes(run, step)
            ? Before.TakeWhile(earlier => earlier.Run != run)
            : [];
        return New(now, Command) with { Before = [.. before, (run, step)], Inputs = Inputs };
    }

    public string ToText()
    {
        JsonObject json = new()
        {
            ["run"] = Run,
            ["before"] = new JsonArray([.. Before.Select(earlier => new JsonObject { ["run"] = earlier.Run, ["last_step"] = earlier.LastStep })]),
            ["command"] = Command?.DeepClone(),
            ["inputs"] = Inputs?.ToJson(),
            ["version"] = 1,
        };
        if (Arithmetic is not null)
        {
            json["arithmetic"] = Arithmetic;
        }

        if (StoppedAt is { } step)
        {
            json["stopped_at"] = step;
        }

        return JsonText.Write(json) + "\n";
    }
}
