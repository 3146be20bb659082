using System.Diagnostics;
using System.Security.Cryptography;
using FineTune.Testing;

namespace FineTune.Endurance;

/// <summary>
/// Kills downloads and pushes of a process of its own with kill -9 at random moments, against the stand-in Hub in this one. After each kill the
/// cache holds nothing wrong and the repository is as before or as after the push; the next attempt goes on to the end.
/// </summary>
internal sealed class HubKillLoop(string folder, int kills, int seed)
{
    private const string Model = "acme/large";
    private const string Target = "alice/run";
    private const int WeightsBytes = 8_000_000;
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, int> _moments = new(StringComparer.Ordinal);

    /// <returns>The exit code.</returns>
    public int Run()
    {
        byte[][] shards = [Bytes(WeightsBytes), Bytes(WeightsBytes)];
        using StandInHub hub = new(root =>
        {
            root.Model(Model, ("config.json", "{}"), ("a.safetensors", shards[0]), ("b.safetensors", shards[1]));
            root.Model(Target, ("old.txt", "old"));
        });
        bool isGood = Downloads(hub) && Pushes(hub) && hub.Leaks.Count == 0;
        Console.WriteLine($"seed {seed}; " + string.Join(", ", _moments.Select(pair => $"{pair.Key}: {pair.Value}")));
        return isGood ? 0 : 1;
    }

    private bool Downloads(StandInHub hub)
    {
        // Two shards at this rate take about as long as the process takes to start.
        hub.Fail("GET", "/objects/", Fault.Slow(WeightsBytes), times: -1);
        TimeSpan whole = Time(["download", hub.Url, At("cache-undisturbed")]);
        int rounds = 0;
        for (int killed = 0; killed < kills; rounds++)
        {
            string cache = At($"cache-{rounds}");
            while (killed < kills && Kill(["download", hub.Url, cache], whole))
            {
                killed++;
                Count(!Directory.Exists(Path.Combine(cache, "models--acme--large")) ? "download killed before it began"
                    : Directory.EnumerateFiles(cache, "*.incomplete", SearchOption.AllDirectories).Any() ? "download killed with a partial file"
                    : "download killed between files");
                if (!Check(CacheCheck.Problems(cache, isAfterSuccess: false), "the cache after a kill"))
                {
                    return false;
                }
            }

            Time(["download", hub.Url, cache]);
            string snapshot = Path.Combine(cache, "models--acme--large", "snapshots", hub.HeadOf(Model));
            IEnumerable<string> wrong = hub.Export(Model).Where(file => !File.ReadAllBytes(Path.Combine(snapshot, file.Key)).AsSpan().SequenceEqual(file.Value)).Select(file => file.Key);
            if (!Check(wrong.Concat(CacheCheck.Problems(cache, isAfterSuccess: true)), "the cache after the last attempt"))
            {
                return false;
            }

            Directory.Delete(cache, recursive: true);
        }

        hub.Heal();
        Console.WriteLine($"{kills} downloads killed in {rounds} caches (undisturbed: {whole.TotalSeconds:0.0} s); each cache good after every kill and whole at the end.");
        return true;
    }

    private bool Pushes(StandInHub hub)
    {
        // The server thinks about everything for a moment, so that a kill meets more than the start of the process.
        hub.Fail(null, "", Fault.Delay(TimeSpan.FromMilliseconds(100)), times: -1);
        string run = At("run");
        WriteRun(run);
        TimeSpan whole = Time(["push", hub.Url, run]);
        int rounds = 0;
        for (int killed = 0; killed < kills; rounds++)
        {
            IReadOnlyDictionary<string, string> before = Hashes(hub);
            WriteRun(run);
            IReadOnlyDictionary<string, string> after = Hashes(run);
            while (killed < kills && Kill(["push", hub.Url, run], whole))
            {
                killed++;
                IReadOnlyDictionary<string, string> now = Hashes(hub);
                bool isOld = Same(now, before), isNew = !isOld && Holds(now, after);
                Count(isOld ? "push killed before its commit" : "push killed after its commit");
                if (!Check(isOld || isNew ? [] : [$"{Target} holds part of a push"], "the repository after a kill") || !Check(Same(Hashes(run), after) ? [] : ["changed"], "the run's folder after a kill"))
                {
                    return false;
                }
            }

            Time(["push", hub.Url, run]);
            string head = hub.HeadOf(Target);
            if (!Check(Holds(Hashes(hub), after) ? [] : [$"{Target} does not hold what was pushed"], "the repository after the last attempt"))
            {
                return false;
            }

            Time(["push", hub.Url, run]);
            if (!Check(hub.HeadOf(Target) == head ? [] : ["a commit was made"], "a push of what is there already"))
            {
                return false;
            }
        }

        hub.Heal();
        Console.WriteLine($"{kills} pushes killed in {rounds} rounds (undisturbed: {whole.TotalSeconds:0.0} s); the repository as before or as after each time, {hub.HistoryOf(Target).Count} commits in all.");
        return true;
    }

    /// <returns>Whether it was killed; false: it had ended by then.</returns>
    private bool Kill(string[] words, TimeSpan whole)
    {
        using Command child = Command.Endurance(["hub-child", .. words]);
        if (child.WaitForExit(whole * _random.NextDouble()))
        {
            Require(child, words);
            return false;
        }

        child.Send("KILL");
        child.WaitForExit();
        return true;
    }

    private static TimeSpan Time(string[] words)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using Command child = Command.Endurance(["hub-child", .. words]);
        child.WaitForExit();
        Require(child, words);
        return clock.Elapsed;
    }

    private static void Require(Command child, string[] words)
    {
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"{words[0]} ended with {child.ExitCode}: {child.Errors}");
        }
    }

    private bool Check(IEnumerable<string> problems, string what)
    {
        string[] all = [.. problems];
        if (all.Length > 0)
        {
            Console.Error.WriteLine($"{what} in {folder} (seed {seed}): {string.Join(", ", all)}");
        }

        return all.Length == 0;
    }

    private void WriteRun(string run)
    {
        Directory.CreateDirectory(Path.Combine(run, "checkpoint"));
        File.WriteAllBytes(Path.Combine(run, "model.safetensors"), Bytes(1_000_000));
        File.WriteAllBytes(Path.Combine(run, "checkpoint", "optimizer.pt"), Bytes(500_000));
        File.WriteAllText(Path.Combine(run, "trainer_state.json"), $"{{\"seed\": {_random.Next()}}}");
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void Count(string moment) => _moments[moment] = _moments.GetValueOrDefault(moment) + 1;

    private string At(string name) => Path.Combine(folder, name);

    private static Dictionary<string, string> Hashes(StandInHub hub) => hub.Export(Target).ToDictionary(file => file.Key, file => Hash(file.Value));

    private static Dictionary<string, string> Hashes(string run) =>
        Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(run, file).Replace('\\', '/'), file => Hash(File.ReadAllBytes(file)));

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static bool Holds(IReadOnlyDictionary<string, string> all, IReadOnlyDictionary<string, string> some) => some.All(file => all.GetValueOrDefault(file.Key) == file.Value);

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) => one.Count == other.Count && Holds(one, other);
}
