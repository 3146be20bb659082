namespace FineTune.Tests.Hub.Faults;

/// <summary>Everything that may go wrong with a request, by name.</summary>
internal static class FaultCatalogue
{
    /// <summary>Shorter than the large file of downloads, and so much that it is kept for the next run.</summary>
    private const long Far = 1_100_000;

    private static readonly Dictionary<string, Func<Fault>> s_faults = new()
    {
        ["delay"] = () => Fault.Delay(TimeSpan.FromMilliseconds(5)),
        ["close"] = Fault.Close,
        ["reset"] = Fault.Reset,
        ["lost answer"] = Fault.LoseAnswer,
        ["drop at once"] = () => Fault.Drop(after: 0),
        ["drop"] = () => Fault.Drop(after: 10),
        ["drop and reset"] = () => Fault.Drop(after: 10, reset: true),
        ["drop far"] = () => Fault.Drop(after: Far),
        ["drop far and reset"] = () => Fault.Drop(after: Far, reset: true),
        ["drop of the last byte"] = () => Fault.WrongLength(-1),
        ["longer"] = () => Fault.WrongLength(7),
        ["corrupt"] = () => Fault.Corrupt(),
        ["gzip"] = Fault.Gzip,
        ["ignored range"] = Fault.IgnoreRange,
        ["400"] = () => Fault.Status(400),
        ["401"] = () => Fault.Status(401),
        ["401 of a token"] = () => Fault.Status(401, "Invalid credentials in Authorization header"),
        ["403"] = () => Fault.Status(403),
        ["404"] = () => Fault.Status(404),
        ["404 of a repository"] = () => Fault.Status(404, "Repository not found", ("X-Error-Code", "RepoNotFound")),
        ["404 of a revision"] = () => Fault.Status(404, "Invalid rev id", ("X-Error-Code", "RevisionNotFound")),
        ["409"] = () => Fault.Status(409),
        ["412"] = () => Fault.Status(412),
        ["413"] = () => Fault.Status(413),
        ["416"] = () => Fault.Status(416),
        ["429"] = () => Fault.Status(429, null, ("Retry-After", "3")),
        ["429 with a limit"] = () => Fault.Status(429, null, ("RateLimit", "\"api\";r=0;t=40")),
        ["429 for an hour"] = () => Fault.Status(429, null, ("Retry-After", "3600")),
        ["500"] = () => Fault.Status(500),
        ["502"] = () => Fault.Status(502),
        ["503"] = () => Fault.Status(503),
        ["504 after the work"] = () => Fault.StatusAfter(504),
        ["200 of something else"] = () => Fault.Status(200, "<html>Please log in to this network</html>"),
        ["redirect to another host"] = () => Fault.Redirect(HubPort.Other),
        ["redirect to the store"] = () => Fault.Redirect(HubPort.Cdn),
        ["redirect to itself"] = () => Fault.Redirect(HubPort.Hub, 307),
        ["redirect nowhere"] = () => Fault.Redirect("", 302),
        ["no commit"] = () => Fault.Headers(("X-Repo-Commit", null)),
        ["no tag"] = () => Fault.Headers(("X-Linked-ETag", null), ("ETag", null)),
        ["a path as tag"] = () => Fault.Headers(("X-Linked-ETag", "\"../../../outside\""), ("ETag", "\"../../../outside\"")),
        ["a path as commit"] = () => Fault.Headers(("X-Repo-Commit", "../../../../outside")),
        ["another size"] = () => Fault.Headers(("X-Linked-Size", "3")),
        ["another page elsewhere"] = () => Fault.Headers(("Link", "<http://127.0.0.1:9/next>; rel=\"next\"")),
    };

    /// <summary>Faults that hold a request back until it is given up.</summary>
    private static readonly Dictionary<string, Func<Fault>> s_silences = new()
    {
        ["hang"] = Fault.Hang,
        ["stall"] = () => Fault.Stall(after: 10),
        ["stall far"] = () => Fault.Stall(Far),
    };

    /// <summary>Faults of a request's body or of the branch it changes.</summary>
    private static readonly Dictionary<string, Func<Fault>> s_writing = new()
    {
        ["dropped upload"] = () => Fault.DropUpload(after: 100),
        ["dropped upload far"] = () => Fault.DropUpload(after: 200_000),
    };

    /// <summary>Faults after which the same request succeeds: one of them is no reason to fail.</summary>
    private static readonly string[] s_passing =
    [
        "delay", "close", "reset", "lost answer", "drop at once", "drop", "drop and reset", "drop far", "drop far and reset", "gzip", "ignored range",
        "429", "429 with a limit", "500", "502", "503", "504 after the work", .. s_silences.Keys, .. s_writing.Keys,
    ];

    /// <summary>Gets what may happen to any request, once or for good.</summary>
    public static TheoryData<string, bool> Lasting => OnceAndForGood(s_faults.Keys);

    /// <summary>Gets what may happen to any request of an upload as well.</summary>
    public static TheoryData<string, bool> LastingOfUploads => OnceAndForGood(s_faults.Keys.Concat(s_writing.Keys));

    /// <summary>Gets what is over only when the client gives up; once is enough, as each time costs the client's patience.</summary>
    public static TheoryData<string> Silences => [.. s_silences.Keys];

    /// <summary>Whether a request must come to its end all the same.</summary>
    public static bool IsSurvived(string name, bool isForGood) => name == "delay" || (!isForGood && s_passing.Contains(name));

    public static Fault Make(string name) => (s_faults.GetValueOrDefault(name) ?? s_silences.GetValueOrDefault(name) ?? s_writing[name])();

    private static TheoryData<string, bool> OnceAndForGood(IEnumerable<string> names)
    {
        TheoryData<string, bool> all = [];
        foreach (string name in names)
        {
            all.Add(name, false);
            all.Add(name, true);
        }

        return all;
    }
}
