using System.Runtime.InteropServices;
using System.Text;

namespace FineTune.Training;

/// <summary>The dozen functions of an MPI library that are needed. All are called by one thread.</summary>
/// <remarks>
/// Handles are pointers in some families and ints in others: as an argument an int is the low half of a register, as a result it is written
/// into a slot of eight zero bytes.
/// </remarks>
internal sealed unsafe partial class MpiLibrary
{
    private const int LongestErrorText = 512;
    private const int LongestVersion = 8192;
    private readonly MpiConstants _constants;
    private readonly delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int> _init;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> _rank, _size;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int, nint, nint*, int> _split;
    private readonly delegate* unmanaged[Cdecl]<nint, int, nint, int, int, nint, nint*, int> _send, _receive;
    private readonly delegate* unmanaged[Cdecl]<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged[Cdecl]<int, byte*, int*, int> _errorText;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int> _version;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<int> _finalize;

    private MpiLibrary(nint library, string name)
    {
        Name = name;
        _constants = MpiConstants.Of(library, name);
        nint Find(string function) => NativeLibrary.GetExport(library, function);
        _init = (delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)Find("MPI_Init_thread");
        _rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Find("MPI_Comm_rank");
        _size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Find("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged[Cdecl]<nint, nint, int>)Find("MPI_Comm_set_errhandler");
        _split = (delegate* unmanaged[Cdecl]<nint, int, int, nint, nint*, int>)Find("MPI_Comm_split_type");
        _send = (delegate* unmanaged[Cdecl]<nint, int, nint, int, int, nint, nint*, int>)Find("MPI_Isend");
        _receive = (delegate* unmanaged[Cdecl]<nint, int, nint, int, int, nint, nint*, int>)Find("MPI_Irecv");
        _test = (delegate* unmanaged[Cdecl]<nint*, int*, nint, int>)Find("MPI_Test");
        _errorText = (delegate* unmanaged[Cdecl]<int, byte*, int*, int>)Find("MPI_Error_string");
        _version = (delegate* unmanaged[Cdecl]<byte*, int*, int>)Find("MPI_Get_library_version");
        _abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Find("MPI_Abort");
        _finalize = (delegate* unmanaged[Cdecl]<int>)Find("MPI_Finalize");
    }

    /// <summary>Gets the file it was loaded from, as it was asked for.</summary>
    public string Name { get; }

    /// <summary>Gets which family it is of.</summary>
    public string Family => _constants.Family;

    /// <summary>Loads the first of several libraries that there is.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static MpiLibrary Load(MpiLaunch launch, string? asked)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetVariable("UCX_ERROR_SIGNALS", string.Empty, 0); // Else it takes the signal by which .NET notices null references.
        }

        IReadOnlyList<string> names = launch.Libraries(asked);
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return new MpiLibrary(library, name);
            }
        }

        throw new InvalidOperationException(
            $"{launch.Launcher} started this process as one of {launch.Size}, but no MPI library could be loaded ({string.Join(", ", names)}). Install the one that belongs to the launcher, "
            + $"name its file in {MpiLaunch.Variable}, or set {MpiLaunch.Variable} to none to train in each process by itself.");
    }

    /// <summary>Joins the other processes.</summary>
    /// <returns>What may go wrong with this library, or null.</returns>
    public string? Init()
    {
        int provided;
        Check(_init(null, null, _constants.Funneled, &provided), "MPI_Init_thread");
        Check(_setErrorHandler(_constants.World, _constants.ReturnErrors), "MPI_Comm_set_errhandler");
        return ThreadProblem(provided, _constants, Name);
    }

    /// <summary>Says that a library is made for programs with one thread, which no .NET program is.</summary>
    /// <param name="provided">The level of threads that it gives.</param>
    /// <param name="constants">The values of its family.</param>
    /// <param name="name">Its file.</param>
    public static string? ThreadProblem(int provided, MpiConstants constants, string name) => provided >= constants.Funneled ? null
        : $"{name} ({constants.Family}) is made for programs with one thread (it gives the level {provided}; MPI_THREAD_FUNNELED is {constants.Funneled}), and this program has several: "
        + $"it may fail or hang. Take a build of the library with threads, or name another in {MpiLaunch.Variable}.";

    public (int Rank, int Size) World() => Place(_constants.World);

    /// <summary>Gets the place of the process among those of its machine.</summary>
    public (int Rank, int Size) Machine()
    {
        nint machine = 0;
        Check(_split(_constants.World, _constants.SharedMemory, 0, _constants.NoInfo, &machine), "MPI_Comm_split_type");
        return Place(machine);
    }

    /// <summary>Begins a transfer.</summary>
    public nint Begin(Transfer transfer, int tag)
    {
        nint request = 0;
        if (transfer.IsSend)
        {
            Check(_send(transfer.Data, transfer.Length, _constants.Bytes, transfer.Peer, tag, _constants.World, &request), $"MPI_Isend to rank {transfer.Peer}");
        }
        else
        {
            Check(_receive(transfer.Data, transfer.Length, _constants.Bytes, transfer.Peer, tag, _constants.World, &request), $"MPI_Irecv from rank {transfer.Peer}");
        }

        return request;
    }

    /// <summary>Gets whether a transfer is over, after which its request is gone.</summary>
    public bool IsOver(ref nint request, Transfer transfer)
    {
        int flag = 0;
        nint slot = request;
        Check(_test(&slot, &flag, _constants.IgnoreStatus), $"the transfer {(transfer.IsSend ? "to" : "from")} rank {transfer.Peer}");
        request = slot;
        return flag != 0;
    }

    public string Version()
    {
        byte* text = stackalloc byte[LongestVersion];
        int length = 0;
        _ = _version(text, &length);
        string whole = Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestVersion)).TrimEnd('\0');
        return whole.Split(['\n', ','])[0].Replace("Version:", string.Empty, StringComparison.Ordinal).Replace('\t', ' ').Replace("  ", " ", StringComparison.Ordinal).Trim();
    }

    public void Abort(int code) => _ = _abort(_constants.World, code);

    public void Finish() => _ = _finalize();

    private (int Rank, int Size) Place(nint processes)
    {
        (int rank, int size) = (0, 0);
        Check(_rank(processes, &rank), "MPI_Comm_rank");
        Check(_size(processes, &size), "MPI_Comm_size");
        return (rank, size);
    }

    private void Check(int code, string call)
    {
        if (code == 0)
        {
            return;
        }

        byte* text = stackalloc byte[LongestErrorText];
        int length = 0;
        string message = _errorText(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestErrorText)) : "no text for it";
        throw new ProcessLostException($"{call} failed in {Family}: {message} (code {code}).");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
