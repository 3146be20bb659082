using System.Runtime.InteropServices;
using System.Text;

namespace FineTune.Training;

/// <summary>
/// The processes that train one model together, as one of them sees it. Every call is made by all of them, in the same order; it returns
/// when all have made it. What comes out depends on what they gave, never on who was first.
/// </summary>
/// <remarks>A process by itself is a group of one, for which every call is free (<see cref="SingleProcess"/>).</remarks>
internal abstract class ProcessGroup
{
    private static readonly AsyncLocal<ProcessGroup?> s_own = new();
    private static readonly Lazy<ProcessGroup> s_job = new(MpiJob.Join);

    /// <summary>Gets or sets the group that the calling thread and what it starts belong to. Default: that of the process, which a launcher may have made.</summary>
    public static ProcessGroup Current
    {
        get => s_own.Value ?? s_job.Value;
        set => s_own.Value = value;
    }

    /// <summary>Gets the number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>Gets how many processes there are.</summary>
    public abstract int Size { get; }

    /// <summary>Gets the number of this process among those of its machine.</summary>
    public abstract int LocalRank { get; }

    /// <summary>Gets how many processes its machine has.</summary>
    public abstract int LocalSize { get; }

    /// <summary>Gets whether this is the process that writes, prints and decides what needs deciding once.</summary>
    public bool IsMain => Rank == 0;

    /// <summary>Gets whether there is no other process.</summary>
    public bool IsAlone => Size == 1;

    /// <summary>Gets or sets what the processes are doing, for messages about one that others wait for: <c>step 17</c>.</summary>
    public string Activity { get; set; } = "the start";

    /// <summary>Gets or sets whether all processes found the same reason to end, so that none has to end the others.</summary>
    public bool EndsTogether { get; set; }

    /// <summary>Gets or sets how long this process waits for another before it gives up: <c>ddp_timeout</c>.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the machine of each process.</summary>
    public virtual IReadOnlyList<string> Hosts => [.. Enumerable.Repeat(Environment.MachineName, Size)];

    /// <summary>Gets what carries the messages.</summary>
    public virtual string Transport => "none";

    /// <summary>Waits until all processes are here.</summary>
    public abstract void Barrier();

    /// <summary>Makes each number the sum of those of all processes, added in the order of their ranks: ((first + second) + third) + ...</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="asBFloat16">
    /// Whether they travel as bfloat16, in half as many bytes: what each process gives is rounded, it is added up in float32, and the sum is rounded.
    /// </param>
    public abstract void Sum(Span<float> values, bool asBFloat16 = false);

    /// <summary>Collects bytes of all processes.</summary>
    /// <param name="mine">This process's.</param>
    /// <param name="lengths">How many each has; all know it.</param>
    /// <param name="all">Where all go, in the order of the ranks.</param>
    public abstract void Collect(ReadOnlySpan<byte> mine, ReadOnlySpan<int> lengths, Span<byte> all);

    /// <summary>Gives everybody the bytes of one process.</summary>
    /// <param name="bytes">What is given, or where it goes; equally many everywhere.</param>
    /// <param name="root">Whose they are.</param>
    public abstract void Broadcast(Span<byte> bytes, int root = 0);

    /// <summary>Ends the whole job because this process cannot go on: the others would wait for it for ever.</summary>
    /// <param name="reason">What happened.</param>
    public abstract void Abort(string reason);

    /// <summary>Waits until all processes are here, however long one takes: its push to the Hub knows by itself when to give up.</summary>
    public void AwaitAll()
    {
        TimeSpan patience = Patience;
        Patience = TimeSpan.MaxValue;
        try
        {
            Barrier();
        }
        finally
        {
            Patience = patience;
        }
    }

    /// <summary>Collects one value of each process, in the order of the ranks.</summary>
    public T[] Gather<T>(T mine)
        where T : unmanaged
    {
        T[] all = new T[Size];
        Span<int> lengths = stackalloc int[Size];
        lengths.Fill(System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        Collect(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref mine)), lengths, MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    /// <summary>Gives everybody the value of the main process.</summary>
    public T Broadcast<T>(T ofMain)
        where T : unmanaged
    {
        Broadcast(MemoryMarshal.AsBytes(new Span<T>(ref ofMain)));
        return ofMain;
    }

    /// <summary>Collects values of each process, which may differ in number, in the order of the ranks.</summary>
    /// <exception cref="InvalidOperationException">They are more than fit into one array; each process finds it.</exception>
    /// <param name="mine">This process's.</param>
    /// <param name="advice">What to do where they are too many.</param>
    public T[][] GatherAll<T>(ReadOnlySpan<T> mine, string advice = "Take fewer processes, or smaller batches.")
        where T : unmanaged
    {
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        int[] counts = Gather(mine.Length);
        long bytes = counts.Sum(count => (long)count * size);
        if (bytes > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"In {Activity} the {Size} processes have {bytes / 1e9:0.0} GB to tell each other at once, and {Array.MaxLength / 1e9:0.0} GB is the most. {advice}");
        }

        T[] all = new T[counts.Sum()];
        Collect(MemoryMarshal.AsBytes(mine), Array.ConvertAll(counts, count => checked(count * size)), MemoryMarshal.AsBytes(all.AsSpan()));
        T[][] parts = new T[Size][];
        int at = 0;
        for (int rank = 0; rank < parts.Length; rank++)
        {
            parts[rank] = all[at..(at + counts[rank])];
            at += counts[rank];
        }

        return parts;
    }

    /// <summary>Collects a text of each process, in the order of the ranks.</summary>
    public string[] GatherTexts(string mine) => Array.ConvertAll(GatherAll<byte>(Encoding.UTF8.GetBytes(mine)), Encoding.UTF8.GetString);

    /// <summary>Gets whether it is so for any process.</summary>
    public bool Any(bool mine) => !IsAlone ? Gather(mine).Contains(true) : mine;

    /// <summary>Gives everybody the bytes of the main process.</summary>
    public byte[] Share(byte[]? ofMain)
    {
        int length = Broadcast(ofMain?.Length ?? 0);
        byte[] bytes = IsMain ? ofMain ?? [] : new byte[length];
        Broadcast(bytes);
        return bytes;
    }

    /// <summary>Gives everybody the text of the main process, or null.</summary>
    public string? Share(string? ofMain)
    {
        byte[] bytes = Share(ofMain is null ? [] : [1, .. Encoding.UTF8.GetBytes(ofMain)]);
        return bytes.Length == 0 ? null : Encoding.UTF8.GetString(bytes.AsSpan(1));
    }
}
