namespace FineTune.Data;

/// <summary>Which of several sources gives the next row, without end.</summary>
internal static class SourceOrder
{
    /// <summary>How many sources NumPy is asked for at a time.</summary>
    public const int Block = 1000;

    public static IEnumerable<int> InTurn(int count)
    {
        while (true)
        {
            for (int source = 0; source < count; source++)
            {
                yield return source;
            }
        }
    }

    public static IEnumerable<int> Drawn(NumPyGenerator generator, IReadOnlyList<double> probabilities)
    {
        double[] each = [.. probabilities];
        while (true)
        {
            foreach (long source in generator.Choice(each, Block))
            {
                yield return (int)source;
            }
        }
    }
}
