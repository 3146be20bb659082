using FineTune.Data;
using FineTune.Hub;
using FineTune.Tests.Hub;

namespace FineTune.Tests.Data.Loading;

/// <summary>Bytes of a file on a server: the right ones whatever happens once, and an error when it goes on happening.</summary>
public sealed class RemoteStreamTests : IDisposable
{
    private const string Repository = "alice/data";

    /// <summary>Where the Hub sends those who ask for the file: a fault of that answer is one of the file's bytes.</summary>
    private const string Content = "/api/resolve-cache/.*/a\\.csv";

    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)('a' + (i * i % 23)))];

    private static readonly Dictionary<string, Func<Fault>> s_faults = new()
    {
        ["close"] = Fault.Close,
        ["reset"] = Fault.Reset,
        ["drop"] = () => Fault.Drop(after: 10),
        ["drop and reset"] = () => Fault.Drop(after: 10, reset: true),
        ["drop far and reset"] = () => Fault.Drop(after: 60_000, reset: true),
        ["shorter"] = () => Fault.WrongLength(-1),
        ["longer"] = () => Fault.WrongLength(7),
        ["gzip"] = Fault.Gzip,
        ["ignored range"] = Fault.IgnoreRange,
        ["another range"] = () => Fault.Headers(("Content-Range", "bytes 3-9/300000")),
        ["no range"] = () => Fault.Headers(("Content-Range", null)),
        ["another length"] = () => Fault.Headers(("Content-Range", "bytes 0-65535/400000")),
        ["503"] = () => Fault.Status(503),
    };

    private readonly StandInHub _hub = new(root => root.Dataset(Repository, ("a.csv", s_bytes)));
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly HubHttp _http;

    public RemoteStreamTests() => _http = new(
        new() { Token = false, Handler = _handler }, new HubEnvironment(name => name == "HF_ENDPOINT" ? _hub.Url : null), new SummedTime());

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _hub.Dispose();
    }

    public static TheoryData<string, int> FaultsOfEachRequest()
    {
        TheoryData<string, int> all = [];
        foreach (string name in s_faults.Keys)
        {
            all.Add(name, 0);
            all.Add(name, 1);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(FaultsOfEachRequest))]
    public void The_bytes_are_right_whatever_happens_once(string name, int request)
    {
        PlannedFault fault = _hub.Fail("GET", Content, s_faults[name](), skip: request);

        using RemoteStream stream = Open();
        byte[] end = new byte[100_000];
        stream.Position = 200_000;
        stream.ReadExactly(end);
        stream.Position = 0;
        byte[] all = new byte[s_bytes.Length];
        stream.ReadExactly(all);

        Assert.Equal(s_bytes[200_000..], end);
        Assert.Equal(s_bytes, all);
        Assert.Equal(0, stream.Read(end));
        Assert.Equal(1, fault.Acted);
    }

    [Theory]
    [InlineData("another range", "(another part of the file came than was asked for). Check")]
    [InlineData("another length", "(the file has 400000 bytes now). Check")]
    [InlineData("drop and reset", "(Unable to read data from the transport connection")]
    [InlineData("reset", "cannot be reached")]
    public void What_goes_on_happening_is_said(string name, string expected)
    {
        Fault fault = name == "drop and reset" ? Fault.Drop(after: 0, reset: true) : s_faults[name]();
        _hub.Fail("GET", Content, fault, times: -1);
        using RemoteStream stream = Open();

        HubConnectionException error = Assert.Throws<HubConnectionException>(() => stream.ReadByte());

        Assert.Contains("a.csv broke off again and again at byte 0 of 300000", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private RemoteStream Open() => new(_http, HubRequest.ForFile(HttpMethod.Get, RepoId.Dataset(Repository), "main", "a.csv"), s_bytes.Length);
}
