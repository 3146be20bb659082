using System.Diagnostics;
using System.Globalization;
using FineTune.Kernels;

namespace FineTune.Endurance;

/// <summary>
/// Starts and ends a process again and again with little memory, little address space, executable memory refused, failing steps and SIGTERM, on one to four
/// threads. Each must train the weights of the undisturbed one, or end with a message; none may hold more executable memory after its last step than after its first.
/// </summary>
internal sealed class StartLoop(string folder, int starts, int seed)
{
    private const int OfSignal = 143, Aborted = 134, NoRuntime = 137;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // Where the runtime itself finds no memory for its threads, its compiler or its code it aborts, after a message of many kinds. None of these may be in it.
    private static readonly string[] s_wordsOfCrashes = ["AccessViolation", "ExecutionEngine", "Internal CLR error", "InvalidProgram"];

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, int> _endings = [];
    private readonly Dictionary<bool, string> _expected = [];
    private TimeSpan _whole;
    private CodeMemory _most;
    private int _collections;

    private enum Pressure
    {
        Heap,
        AddressSpace,
        Code,
        Failure,
        Signal,
    }

    /// <returns>The exit code.</returns>
    public int Run()
    {
        TinyTask.Write(folder, hidden: 96);
        Stopwatch clock = Stopwatch.StartNew();
        using (Command undisturbed = Command.Endurance("start-child", folder, "none"))
        {
            undisturbed.WaitForExit();
            Judge(undisturbed, Pressure.Heap);
        }

        _whole = clock.Elapsed;
        _endings.Clear();
        for (int i = 0; i < starts; i++)
        {
            Pressure pressure = (Pressure)(i % Enum.GetValues<Pressure>().Length);
            using Command command = Start(pressure);
            if (pressure == Pressure.Signal && !command.WaitForExit(_whole * _random.NextDouble()))
            {
                command.Send("TERM");
            }

            if (!command.WaitForExit(s_patience))
            {
                command.Send("KILL");
                throw new InvalidOperationException($"Start {i} ({pressure}, seed {seed}) did not end within {s_patience}: {command.Errors}");
            }

            command.WaitForExit();
            string ending = $"{pressure}: {Judge(command, pressure)}";
            _endings[ending] = _endings.GetValueOrDefault(ending) + 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{starts} starts as they should (seed {seed}); executable memory at most {_most.Bytes} bytes in {_most.Mappings} mappings, up to {_collections} collections a run. ")
            + string.Join(", ", _endings.Select(ending => $"{ending.Key}: {ending.Value}")));
        return 0;
    }

    private Command Start(Pressure pressure)
    {
        // In megabytes; the smallest do not suffice for a step.
        int heap = pressure == Pressure.Heap ? _random.Next(4, 24) : 48;
        List<(string, string)> environment =
        [
            ("FINETUNE_NUM_THREADS", $"{_random.Next(1, 5)}"), ("DOTNET_GCHeapHardLimit", $"{heap << 20:X}"), ("DOTNET_GCgen0size", $"{_random.Next(64, 512) << 10:X}"),
        ];
        if (MayRefuseCode(pressure))
        {
            // The only arithmetic that has the same bits without code.
            environment.Add((Bfloat16Support.Variable, Bfloat16Support.Pairs));

            // The runtime would be the first to be refused: it maps what it writes twice, and for each thread many times what that needs.
            environment.AddRange([("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_DefaultStackSize", "40000"), ("MALLOC_ARENA_MAX", "1")]);
        }

        return Command.EnduranceWithin(environment, pressure == Pressure.AddressSpace ? _random.Next(235_000, 300_000) : null, "start-child", folder, pressure switch
        {
            Pressure.Code => $"limit:{(_random.Next(4) == 0 ? 0 : 4096 + (_random.Next(5) * 16384))}",
            Pressure.Failure => $"fail:{_random.Next(1, StartChild.Steps + 1)}",
            _ => "none",
        });
    }

    private string Judge(Command command, Pressure pressure)
    {
        string? ending = command.ExitCode switch
        {
            0 => Trained(command.Output, MayRefuseCode(pressure)),
            StartChild.Ended when Says($"{StartChild.Broken} {nameof(StartChild.StepFailedException)}") => pressure == Pressure.Failure ? "failed as told" : null,
            StartChild.Ended when Says(StartChild.WantOfMemory) => pressure <= Pressure.AddressSpace ? "ended for want of memory, with a message" : null,
            StartChild.Ended when Says(StartChild.Broken) => pressure == Pressure.AddressSpace ? "a part could not be loaded, with a message" : null,
            StartChild.Interrupted or OfSignal when pressure == Pressure.Signal => $"ended by it (exit {command.ExitCode})",
            NoRuntime when pressure == Pressure.AddressSpace && Says("Failed to create CoreCLR") => "the runtime refused to start, with a message",
            Aborted when pressure == Pressure.AddressSpace && command.Errors.Trim().Length > 0 && !s_wordsOfCrashes.Any(Says) => "the runtime gave up itself, with a message",
            _ => null,
        };
        bool Says(string words) => command.Errors.Contains(words, StringComparison.Ordinal);
        return ending ?? throw new InvalidOperationException($"{pressure} in {folder} (seed {seed}) ended with {command.ExitCode}: {command.Output}{command.Errors}");
    }

    private static bool MayRefuseCode(Pressure pressure) => pressure is Pressure.Code or Pressure.AddressSpace;

    private string? Trained(string output, bool isPortable)
    {
        string[] words = output.Trim().Split('\n')[^1].Split(' ');
        _expected.TryAdd(isPortable, words[0]);
        CodeMemory code = new(int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
        _most = new(Math.Max(_most.Mappings, code.Mappings), Math.Max(_most.Bytes, code.Bytes));
        _collections = Math.Max(_collections, int.Parse(words[3], CultureInfo.InvariantCulture));
        return words[0] != _expected[isPortable] ? null : code.Bytes == 0 ? "the same weights without code" : $"the same weights with {code.Bytes >> 10} KB of code";
    }
}
