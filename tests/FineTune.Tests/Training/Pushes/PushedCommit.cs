namespace FineTune.Tests.Training.Pushes;

/// <summary>Makes what the Hub says of a commit.</summary>
internal static class PushedCommit
{
    public static CommitInfo Number(int number) =>
        new($"http://127.0.0.1/me/run/commit/{number}", number.ToString(System.Globalization.CultureInfo.InvariantCulture), "message");
}
