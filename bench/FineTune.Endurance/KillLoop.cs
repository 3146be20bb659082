using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FineTune.Endurance;

/// <summary>
/// Trains with the real program, kills it at random moments, goes on, and compares with a run nobody disturbed: weights, optimizer and log
/// byte for byte. Two of three interruptions are kill -9; the others are SIGTERM and SIGINT, after which it must have saved.
/// </summary>
internal sealed class KillLoop(string folder, int kills, int seed, int steps)
{
    private const int Interrupted = 130;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, int> _moments = [];
    private TimeSpan _whole;
    private int _killed;
    private int _runs;

    /// <returns>The exit code.</returns>
    public int Run()
    {
        TinyTask.Write(folder);
        Stopwatch clock = Stopwatch.StartNew();
        Finish(new Command(Train("straight")), "straight");
        _whole = clock.Elapsed;
        string expected = Describe("straight");
        for (; _killed < kills; _runs++)
        {
            string name = $"run-{_runs}";
            Disturb(name);
            string found = Describe(name);
            if (found != expected)
            {
                Console.Error.WriteLine($"{name} in {folder} differs from the undisturbed run (seed {seed}):\n{Difference(expected, found)}");
                return 1;
            }

            Directory.Delete(At(name), recursive: true);
        }

        Console.WriteLine($"{_killed} interruptions in {_runs} runs of {steps} steps, each ended as the undisturbed one (seed {seed}). "
            + string.Join(", ", _moments.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));
        return 0;
    }

    private void Disturb(string name)
    {
        int left = _random.Next(1, 4);
        while (true)
        {
            using Command command = new(CanResume(name) ? ["resume", At(name)] : Train(name));
            if (left-- <= 0 || _killed >= kills)
            {
                Finish(command, name);
                return;
            }

            if (command.WaitForExit(_whole * _random.NextDouble()))
            {
                Require(command.ExitCode == 0, command, name);
                return;
            }

            Interrupt(command, name);
        }
    }

    private void Interrupt(Command command, string name)
    {
        string signal = _random.Next(6) switch { 0 => "TERM", 1 => "INT", _ => "KILL" };
        command.Send(signal);
        if (!command.WaitForExit(s_patience))
        {
            command.Send("KILL");
            throw new InvalidOperationException($"{name} did not leave within {s_patience} after {signal}.");
        }

        // A signal before the program has set itself up ends it as it ends any; one after its last step comes too late.
        bool isFine = signal == "KILL" || command.ExitCode is Interrupted or 0 or 143 || !CanResume(name);
        Require(isFine, command, name);
        _killed++;
        Count(signal == "KILL" ? Moment(name) : $"{signal} (exit {command.ExitCode})");
    }

    private string Moment(string name) => !CanResume(name) ? "killed before the run began"
        : Directory.EnumerateDirectories(At(name), ".*").Any() ? "killed in a save or a deletion"
        : !Directory.EnumerateDirectories(At(name), "checkpoint-*").Any() ? "killed before the first save"
        : File.Exists(At(name, "train_results.json")) ? "killed after training"
        : "killed between saves";

    private void Count(string moment) => _moments[moment] = _moments.GetValueOrDefault(moment) + 1;

    private bool CanResume(string name) => File.Exists(At(name, "training_args.json"));

    private static void Finish(Command command, string name)
    {
        command.WaitForExit();
        Require(command.ExitCode == 0, command, name);
    }

    private static void Require(bool isFine, Command command, string name)
    {
        if (!isFine)
        {
            throw new InvalidOperationException($"{name} ended with {command.ExitCode}: {command.Errors}");
        }
    }

    private string At(params IEnumerable<string> parts) => Path.Combine([folder, .. parts]);

    private IEnumerable<string> Train(string name) =>
    [
        "train", "--model_name_or_path", At("model"), "--train_file", At("train.csv"), "--validation_file", At("dev.csv"), "--output_dir", At(name),
        "--no_pad_to_max_length", "--max_steps", $"{steps}", "--per_device_train_batch_size", "4", "--gradient_accumulation_steps", "2",
        "--learning_rate", "0.01", "--logging_steps", "3", "--eval_strategy", "steps", "--eval_steps", "2", "--save_steps", "2", "--save_total_limit", "2",
        "--load_best_model_at_end", "--metric_for_best_model", "accuracy", "--warmup_steps", "4", "--early_stopping_patience", "1000",
    ];

    /// <summary>Everything that must not depend on interruptions.</summary>
    private string Describe(string name)
    {
        JsonObject state = JsonNode.Parse(File.ReadAllText(At(name, "trainer_state.json")))!.AsObject();
        foreach (JsonObject entry in state["log_history"]!.AsArray().OfType<JsonObject>())
        {
            foreach (string key in entry.Select(pair => pair.Key).Where(IsOfTime).ToArray())
            {
                entry.Remove(key);
            }
        }

        IEnumerable<string> files = Directory.EnumerateDirectories(At(name), "checkpoint-*").Order(StringComparer.Ordinal)
            .SelectMany(checkpoint => new[] { "model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth" }.Select(file => Path.Combine(checkpoint, file)))
            .Prepend(At(name, "model.safetensors"));
        return string.Join('\n', files.Select(file => $"{Path.GetRelativePath(At(name), file)} {Hash(file)}"))
            + "\n" + state.ToJsonString(new() { WriteIndented = true }).Replace(At(name), "out", StringComparison.Ordinal);
    }

    private static string Hash(string file) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private static bool IsOfTime(string key) =>
        key.EndsWith("_runtime", StringComparison.Ordinal) || key.EndsWith("_per_second", StringComparison.Ordinal) || key.EndsWith("_time", StringComparison.Ordinal);

    private static string Difference(string expected, string found) => string.Join('\n', expected.Split('\n').Zip(found.Split('\n'))
        .Where(pair => pair.First != pair.Second).Take(10).Select(pair => $"  expected {pair.First}\n  found    {pair.Second}"));
}
