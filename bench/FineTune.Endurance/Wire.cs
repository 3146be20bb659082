using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FineTune.Endurance;

/// <summary>
/// A cable between two network devices that this program makes (TUN) and another may move to namespaces of their own: what goes in at one end comes out
/// at the other after a while, or not at all. Not every kernel has netem, which does the same.
/// </summary>
/// <param name="delay">How long a packet is on its way.</param>
/// <param name="loss">The share of packets that get lost.</param>
internal sealed partial class Wire(TimeSpan delay, double loss)
{
    private const uint SetInterface = 0x400454ca;
    private const short PlainPackets = 0x1001; // IFF_TUN, IFF_NO_PI
    private const int LargestPacket = 65536;
    private long _carried;
    private long _lost;

    /// <summary>Makes both devices, says so, carries packets until it is asked to end (SIGTERM), and says how many.</summary>
    public int Run(string from, string to)
    {
        using FileStream first = Device(from);
        using FileStream second = Device(to);
        Carry(first, second, seed: 1);
        Carry(second, first, seed: 2);
        using ManualResetEventSlim ended = new();
        using PosixSignalRegistration asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.Set();
        });
        Console.WriteLine($"{from} and {to} are there");
        ended.Wait();
        Console.WriteLine($"{Interlocked.Read(ref _carried)} packets carried, {Interlocked.Read(ref _lost)} lost");
        return 0;
    }

    private void Carry(FileStream from, FileStream to, int seed)
    {
        BlockingCollection<(long Due, byte[] Packet)> onTheWay = [];
        Random luck = new(seed);
        Background(() =>
        {
            byte[] buffer = new byte[LargestPacket];
            while (true)
            {
                int length = from.Read(buffer);
                if (luck.NextDouble() < loss)
                {
                    Interlocked.Increment(ref _lost);
                    continue;
                }

                Interlocked.Increment(ref _carried);
                onTheWay.Add((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), buffer[..length]));
            }
        });
        Background(() =>
        {
            foreach ((long due, byte[] packet) in onTheWay.GetConsumingEnumerable())
            {
                TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (left > TimeSpan.Zero)
                {
                    Thread.Sleep(left);
                }

                try
                {
                    to.Write(packet);
                }
                catch (IOException)
                {
                    // The device is down: the packet is lost.
                }
            }
        });
    }

    private static void Background(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();

    private static FileStream Device(string name)
    {
        FileStream device = new("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Span<byte> request = stackalloc byte[40]; // struct ifreq: the name, then the flags.
        request.Clear();
        Encoding.ASCII.GetBytes(name, request);
        MemoryMarshal.Write(request[16..], PlainPackets);
        return Control(device.SafeFileHandle, SetInterface, ref request[0]) == 0
            ? device
            : throw new IOException($"The network device {name} could not be made (error {Marshal.GetLastPInvokeError()}). Run this as root.");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref byte argument);
}
