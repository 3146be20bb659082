using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FineTune.IO;
using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>
/// Several ranks as threads of the test, which meet in memory. Each may be late by any time before any of its calls, or fail there; ranks
/// that make different calls, or none, are found out.
/// </summary>
internal sealed class ThreadRanks(int size)
{
    private readonly Lock _gate = new();
    private readonly List<Meeting> _meetings = [];
    private string? _aborted;

    private int Size => size;

    /// <summary>Gets how many ranks are on one machine. Default: all.</summary>
    public int? RanksOfMachine { get; init; }

    /// <summary>Gets how long a rank waits for the others.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets what is done before a rank's call, given the rank and how many calls it made before: it may wait, or throw.</summary>
    public Action<int, int>? BeforeCall { get; init; }

    /// <summary>Gets how many bytes the first rank's calls had to give.</summary>
    public long BytesOfMain { get; private set; }

    /// <summary>Gets what the ranks' calls were, in order.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _meetings.Select(meeting => meeting.Call)];
            }
        }
    }

    /// <summary>Runs something as each of the ranks.</summary>
    /// <returns>What each returned.</returns>
    /// <exception cref="AggregateException">Ranks threw; one exception a rank that did, in order.</exception>
    public static T[] Run<T>(int size, Func<ProcessGroup, T> body) => new ThreadRanks(size).Run(body);

    public T[] Run<T>(Func<ProcessGroup, T> body)
    {
        T[] results = new T[size];
        Exception?[] failures = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            OneRank own = new(this, rank);
            ProcessGroup.Current = own;
            try
            {
                results[rank] = body(own);
            }
            catch (Exception exception)
            {
                failures[rank] = exception;
                Stop($"rank {rank} ended with {exception.GetType().Name}: {exception.Message}");
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return failures.All(failure => failure is null) ? results : throw new AggregateException(failures.OfType<Exception>());
    }

    private void Stop(string reason)
    {
        lock (_gate)
        {
            _aborted ??= reason;
        }
    }

    /// <summary>Brings what a rank gives to the meeting of its number, waits for the others, and gets what all gave.</summary>
    private byte[][] Meet(int rank, int number, string call, byte[] given, ProcessGroup own)
    {
        BeforeCall?.Invoke(rank, number);
        Meeting meeting;
        lock (_gate)
        {
            while (_meetings.Count <= number)
            {
                _meetings.Add(new Meeting(call, size));
            }

            meeting = _meetings[number];
            if (meeting.Call != call)
            {
                _aborted ??= $"rank {rank} calls {call} where another calls {meeting.Call}, in {own.Activity}";
            }

            meeting.Given[rank] = given;
            BytesOfMain += rank == 0 ? given.Length : 0;
        }

        Stopwatch waited = Stopwatch.StartNew();
        SpinWait spin = default;
        while (true)
        {
            lock (_gate)
            {
                if (Array.TrueForAll(meeting.Given, part => part is not null))
                {
                    byte[][] all = meeting.Given!;
                    meeting.Taken++;
                    meeting.Given = meeting.Taken == size ? [] : meeting.Given;
                    return all;
                }

                if (_aborted is { } reason)
                {
                    throw new ProcessLostException(reason);
                }
            }

            if (waited.Elapsed > (own.Patience < Patience ? own.Patience : Patience))
            {
                string missing = string.Join(", ", meeting.Given.Index().Where(pair => pair.Item is null).Select(pair => pair.Index.ToString(CultureInfo.InvariantCulture)));
                Stop($"rank {missing} is missing in {own.Activity}");
            }

            spin.SpinOnce(sleep1Threshold: 20);
        }
    }

    private sealed class Meeting(string call, int size)
    {
        public string Call => call;

        public byte[]?[] Given { get; set; } = new byte[]?[size];

        public int Taken { get; set; }
    }

    private sealed class OneRank(ThreadRanks ranks, int rank) : ProcessGroup
    {
        private int _calls;

        public override int Rank => rank;

        public override int Size => ranks.Size;

        public override int LocalRank => rank % LocalSize;

        public override int LocalSize => ranks.RanksOfMachine ?? ranks.Size;

        public override void Barrier() => Meet("barrier", []);

        public override void Sum(Span<float> values, bool asBFloat16 = false)
        {
            byte[] given = MemoryMarshal.AsBytes(asBFloat16 ? Rounded(values) : values).ToArray();
            byte[][] all = Meet($"sum of {values.Length}{(asBFloat16 ? " halves" : string.Empty)}", given);
            for (int other = 0; other < all.Length; other++)
            {
                ReadOnlySpan<float> part = MemoryMarshal.Cast<byte, float>(all[other]);
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = other == 0 ? part[i] : values[i] + part[i];
                }
            }

            if (asBFloat16)
            {
                Rounded(values).CopyTo(values);
            }
        }

        public override void Collect(ReadOnlySpan<byte> mine, ReadOnlySpan<int> lengths, Span<byte> all)
        {
            Assert.Equal(lengths[rank], mine.Length);
            int at = 0;
            foreach (byte[] part in Meet($"collection of {string.Join(", ", lengths.ToArray())}", mine.ToArray()))
            {
                part.CopyTo(all[at..]);
                at += part.Length;
            }
        }

        public override void Broadcast(Span<byte> bytes, int root = 0) => Meet($"broadcast of {bytes.Length}", bytes.ToArray())[root].CopyTo(bytes);

        public override void Abort(string reason) => ranks.Stop($"rank {rank} failed: {reason}");

        private static float[] Rounded(ReadOnlySpan<float> values)
        {
            ushort[] halves = new ushort[values.Length];
            FloatFormats.Narrow(SafetensorsDType.BF16, values, MemoryMarshal.AsBytes(halves.AsSpan()));
            float[] rounded = new float[values.Length];
            FloatFormats.Widen(SafetensorsDType.BF16, MemoryMarshal.AsBytes(halves.AsSpan()), rounded);
            return rounded;
        }

        private byte[][] Meet(string call, byte[] given) => ranks.Meet(rank, _calls++, call, given, this);
    }
}
