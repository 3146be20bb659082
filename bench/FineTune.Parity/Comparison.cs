using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Parity;

/// <summary>Compares a run with the recorded one and prints the largest differences.</summary>
internal sealed class Comparison(string folder, StateRecorder run, int rank, int ranks)
{
    private readonly List<(string What, double Found, double Allowed)> _rows = [];

    public bool Write(TextWriter output)
    {
        CompareStates();
        CompareLosses();
        CompareHistory();
        foreach ((string what, double found, double allowed) in _rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(found <= allowed ? "ok  " : "FAIL")} {what,-52} {found:E3}  allowed {allowed:E1}"));
        }

        return _rows.All(row => row.Found <= row.Allowed);
    }

    private void CompareStates()
    {
        Dictionary<(string, int), string> ours = [];
        foreach ((string name, int step, string digest) in run.States)
        {
            ours.TryAdd((name, step), digest);
        }

        JsonNode[] recorded = [.. Lines("rng")];
        int compared = 0;
        int different = 0;
        foreach (JsonNode line in recorded)
        {
            (string, int) key = (line["event"]!.GetValue<string>(), line["step"]!.GetValue<int>());
            compared += ours.ContainsKey(key) ? 1 : 0;
            different += ours.TryGetValue(key, out string? digest) && digest == line["sha1"]!.GetValue<string>() ? 0 : 1;
        }

        _rows.Add(($"random states that differ, of {compared} compared", different, 0));
    }

    private void CompareLosses()
    {
        double[] recorded = ranks == 1
            ? [.. Lines("losses").Select(line => line["loss"]!.GetValue<double>())]
            : [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "trainer_state.json")))!["log_history"]!.AsArray()
                .Where(entry => entry!["loss"] is not null).Select(entry => entry!["loss"]!.GetValue<double>())];
        double[] ours = [.. Entries("loss")];
        double[] differences = [.. recorded.Zip(ours, (a, b) => Math.Abs(a - b))];
        _rows.Add(($"losses recorded {recorded.Length} minus ours {ours.Length}", Math.Abs(recorded.Length - ours.Length), 0));
        _rows.Add(("loss of the first 100 batches", differences.Take(100).Max(), 1e-5));
        _rows.Add(("loss of all batches", differences.Max(), 1e-3));
    }

    private void CompareHistory()
    {
        JsonArray recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "trainer_state.json")))!["log_history"]!.AsArray();
        Dictionary<string, double> worst = [];
        foreach (JsonNode? entry in recorded)
        {
            int step = entry!["step"]!.GetValue<int>();
            foreach ((string key, JsonNode? value) in entry.AsObject())
            {
                if (key is "step" or "loss" || key.Contains("runtime", StringComparison.Ordinal) || key.Contains("per_second", StringComparison.Ordinal))
                {
                    continue;
                }

                double theirs = value!.GetValue<double>();
                double mine = run.State!.LogHistory.Where(ours => (int)ours["step"] == step && ours.ContainsKey(key)).Select(ours => ours[key]).FirstOrDefault(double.NaN);
                bool relative = key is "grad_norm" || (key is "total_flos" && ranks > 1); // Which the reference's processes exchange as float32.
                string name = relative && step > 100 ? "grad_norm after step 100 (not held to anything)" : key;
                double difference = Math.Abs(mine - theirs) / (relative ? theirs : 1);
                worst[name] = Math.Max(worst.GetValueOrDefault(name), double.IsNaN(difference) ? double.PositiveInfinity : difference);
            }
        }

        foreach ((string key, double difference) in worst)
        {
            _rows.Add((key, difference, key switch
            {
                "learning_rate" or "epoch" => 1e-12,
                "grad_norm" => 1e-4,
                "eval_loss" or "train_loss" => 1e-3,
                "total_flos" => ranks == 1 ? 0 : 1e-7,
                _ when key.StartsWith("grad_norm", StringComparison.Ordinal) => double.PositiveInfinity,
                _ => 1.0 / 400,
            }));
        }
    }

    private IEnumerable<double> Entries(string key) => run.State!.LogHistory.Where(entry => entry.ContainsKey(key)).Select(entry => entry[key]);

    private IEnumerable<JsonNode> Lines(string file) => File.ReadLines(Path.Combine(folder, ranks == 1 ? $"{file}.jsonl" : $"{file}.{rank}.jsonl")).Select(line => JsonNode.Parse(line)!);
}
