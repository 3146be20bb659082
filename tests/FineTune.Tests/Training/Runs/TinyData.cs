namespace FineTune.Tests.Training.Runs;

/// <summary>The data of tiny.py.</summary>
internal static class TinyData
{
    public static List<Example> Rows(int count, int salt = 0) => [.. Enumerable.Range(0, count).Select(i => Row(i, salt))];

    /// <summary>Examples whose number nobody knows.</summary>
    public static IEnumerable<Example> Stream(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Row(i, 0);
        }
    }

    private static Example Row(int i, int salt) => new(new Dictionary<string, object?>
    {
        ["input_ids"] = Enumerable.Range(0, 6).Select(j => (long)(((i * i) + (3 * j) + salt) % 12)).ToArray(),
        ["labels"] = (long)(((i * 7) + salt) % 3),
    });
}
