using System.Globalization;
using System.Text.RegularExpressions;
using FineTune.Testing.Server;

namespace FineTune.Testing.Routes;

/// <summary>Answers with a file's bytes, or with the range of them that was asked for.</summary>
internal static partial class FileAnswers
{
    public static Answer Of(Exchange exchange, byte[] content, params IEnumerable<(string Name, string Value)> headers)
    {
        (long start, long end)? range = exchange.IgnoresRange ? null : RangeOf(exchange.Header("Range"), content.Length);
        Answer answer = range is var (from, to)
            ? new Answer(206, content.AsMemory((int)from, (int)(to - from + 1)))
            {
                Start = from,
                Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{content.Length}") },
            }
            : new Answer(200, content);
        answer.Headers["Content-Type"] = "application/octet-stream";
        answer.Headers["Accept-Ranges"] = "bytes";
        foreach ((string name, string value) in headers)
        {
            answer.Headers[name] = value;
        }

        return answer;
    }

    private static (long Start, long End)? RangeOf(string? header, long size)
    {
        if (header is null || RangeHeader().Match(header) is not { Success: true } match || (match.Groups[1].Length == 0 && match.Groups[2].Length == 0))
        {
            return null;
        }

        long? first = Number(match.Groups[1]), second = Number(match.Groups[2]);
        long start = first ?? Math.Max(size - second!.Value, 0);
        long end = first is null ? size - 1 : Math.Min(second ?? (size - 1), size - 1);
        return start <= end && start < size ? (start, end)
            : throw new Rejection(416, "Range Not Satisfiable") { Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}") } };
    }

    private static long? Number(Group group) => group.Length == 0 ? null : long.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\s*bytes\s*=\s*(\d*)-(\d*)\s*\z")]
    private static partial Regex RangeHeader();
}
