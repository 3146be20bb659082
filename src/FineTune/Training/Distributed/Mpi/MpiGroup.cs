using System.Diagnostics;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>The processes that an MPI launcher started.</summary>
internal sealed class MpiGroup : MessageGroup
{
    // Waiting costs a core while it polls, so that it soon sleeps in between: a sleep is about what the slowest network takes.
    private const int PollsBeforeYielding = 300;
    private const int PollsBeforeSleeping = 2000;
    private const int TagCount = 16384;

    /// <summary>Done, done but not pushed: what processes end with together.</summary>
    private static readonly int[] s_togetherCodes = [ExitCode.Done, ExitCode.NotPushed];

    /// <summary>Wrong input, interrupted: what all end with if all were given the same, or told the same.</summary>
    private static readonly int[] s_likelyCodes = [ExitCode.WrongInput, ExitCode.Interrupted];
    private static readonly TimeSpan s_likelyPatience = TimeSpan.FromSeconds(30);

    /// <summary>All that were given the same wrong input find it out about as soon.</summary>
    private static readonly TimeSpan s_wrongInputPatience = TimeSpan.FromSeconds(10);
    private readonly MpiLibrary _library;
    private readonly MpiThread _thread = new();
    private readonly string[] _hosts;
    private int _tag;
    private bool _isLeaving;
    private volatile bool _isEnding;

    private MpiGroup(MpiLaunch launch)
    {
        _library = MpiLibrary.Load(launch, Environment.GetEnvironmentVariable(MpiLaunch.Variable));
        (int Rank, int Size) world = default, machine = default;
        string version = string.Empty;
        string? problem = null;
        _thread.Do(() =>
        {
            problem = _library.Init();
            version = _library.Version();
            world = _library.World();
            machine = world.Size == launch.Size ? _library.Machine() : world;
        });
        (Rank, Size, LocalRank, LocalSize) = (world.Rank, world.Size, machine.Rank, machine.Size);
        if (Size != launch.Size)
        {
            throw new InvalidOperationException(
                $"{launch.Launcher} started {launch.Size} processes, but {_library.Name} ({_library.Family}) knows of {Size}: it belongs to another launcher. "
                + $"Start them with its own mpirun, or name the library of this one in {MpiLaunch.Variable}.");
        }

        Transport = $"{version} ({_library.Name})";
        _hosts = GatherTexts(Environment.MachineName);
        if (IsMain && problem is not null)
        {
            SafeConsole.Error.WriteLine($"Warning: {problem}");
        }
    }

    public override int Rank { get; }

    public override int Size { get; }

    public override int LocalRank { get; }

    public override int LocalSize { get; }

    public override IReadOnlyList<string> Hosts => _hosts;

    public override string Transport { get; }

    /// <summary>Joins the processes that a launcher started.</summary>
    /// <exception cref="InvalidOperationException">There is no library for it, or one of another launcher.</exception>
    public static MpiGroup Join(MpiLaunch launch)
    {
        MpiGroup group = new(launch);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => group.Leave();
        return group;
    }

    public override void Abort(string reason) => Abort(reason, code: 1);

    private void Abort(string reason, int code)
    {
        if (!IsMain)
        {
            Thread.Sleep(300); // What all find out, the main process says.
        }

        SafeConsole.Error.WriteLine($"Rank {Rank}{(_hosts is null ? string.Empty : $" ({_hosts[Rank]})")} cannot go on in {Activity}, and ends all {Size}: {reason}");
        SafeConsole.Error.Flush();
        _isEnding = true; // The thread may be waiting for somebody.
        _thread.Do(() => _library.Abort(code));
    }

    protected override void Exchange(IReadOnlyList<Transfer> transfers)
    {
        int tag = _isLeaving ? TagCount : _tag = (_tag + 1) % TagCount; // Who leaves meets nobody who goes on.
        _thread.Do(() => Make(transfers, tag));
    }

    private void Make(IReadOnlyList<Transfer> transfers, int tag)
    {
        nint[] requests = new nint[transfers.Count];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = _library.Begin(transfers[i], tag);
        }

        long began = Stopwatch.GetTimestamp();
        int polls = 0;
        for (int done = 0; done < requests.Length;)
        {
            if (_library.IsOver(ref requests[done], transfers[done]))
            {
                done++;
                continue;
            }

            polls++;
            if (polls > PollsBeforeSleeping)
            {
                Thread.Sleep(1);
                if (_isEnding)
                {
                    throw new ProcessLostException("The job is ended by this process.");
                }

                RequireTime(transfers[done], Stopwatch.GetElapsedTime(began));
            }
            else if (polls > PollsBeforeYielding)
            {
                Thread.Yield();
            }
        }
    }

    private void RequireTime(Transfer transfer, TimeSpan waited)
    {
        if (waited > Patience)
        {
            string what = transfer.IsSend ? "has not taken what was sent to it" : "has sent nothing";
            throw new ProcessLostException(
                $"Rank {transfer.Peer}{(_hosts is null ? string.Empty : $" on {_hosts[transfer.Peer]}")} {what} in {Activity} for {waited.TotalSeconds:0} seconds (ddp_timeout): "
                + "it is stuck, gone, or cannot be reached. Look at its machine; then start again with resume.");
        }
    }

    /// <summary>
    /// Waits for the others, without burning a core, and leaves: however long they take, if all end alike, and for a short while if they may. One that
    /// ends otherwise than all do ends the job.
    /// </summary>
    private void Leave()
    {
        (int code, Activity, _isLeaving) = (Environment.ExitCode, "the end", true);
        try
        {
            if (EndsTogether || s_togetherCodes.Contains(code))
            {
                AwaitAll();
                _thread.Do(_library.Finish);
                return;
            }

            if (s_likelyCodes.Contains(code))
            {
                Patience = code == ExitCode.WrongInput ? s_wrongInputPatience : s_likelyPatience;
                Barrier();
                _thread.Do(_library.Finish);
                return;
            }
        }
        catch (ProcessLostException) when (code == ExitCode.WrongInput)
        {
            Abort($"it ended with code {code} (see above), and not all others did within {Patience.TotalSeconds:0} seconds. Start all with the same command and the same files.", code);
        }
        catch (ProcessLostException exception)
        {
            SafeConsole.Error.WriteLine(exception.Message);
        }

        Abort($"it ended with code {code}");
    }
}
