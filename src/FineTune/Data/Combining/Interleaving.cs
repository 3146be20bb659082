namespace FineTune.Data;

/// <summary>
/// Chooses the rows of data sets that are mixed, as numbers of their concatenation. When sources take turns, only whole turns count: the
/// end is looked for after each; when they are drawn, it is looked for after each draw.
/// </summary>
internal static class Interleaving
{
    public static int[] Rows(int[] lengths, IReadOnlyList<double>? probabilities, long? seed, StoppingStrategy strategy)
    {
        bool replaces = strategy != StoppingStrategy.AllExhaustedWithoutReplacement;
        int[] offsets = Offsets(lengths);
        int[] taken = new int[lengths.Length];
        bool IsOver(int source) => taken[source] >= lengths[source];
        int[] drawn = [.. Enumerable.Range(0, lengths.Length).Where(source => probabilities is null || probabilities[source] > 0)];
        bool Ends() => strategy == StoppingStrategy.FirstExhausted ? Array.Exists(drawn, IsOver) : Array.TrueForAll(drawn, IsOver);
        List<int> rows = [];
        int turn = probabilities is null ? lengths.Length : 1;
        int picks = 0;
        foreach (int source in Order(lengths, probabilities, seed, strategy))
        {
            if (picks++ % turn == 0 && Ends())
            {
                break;
            }

            if (lengths[source] > 0 && (replaces || !IsOver(source)))
            {
                rows.Add(offsets[source] + (taken[source]++ % lengths[source]));
            }
        }

        return [.. rows];
    }

    private static IEnumerable<int> Order(int[] lengths, IReadOnlyList<double>? probabilities, long? seed, StoppingStrategy strategy)
    {
        if (probabilities is null)
        {
            return SourceOrder.InTurn(lengths.Length);
        }

        for (int source = 0; source < lengths.Length; source++)
        {
            if (probabilities[source] > 0 && lengths[source] == 0 && strategy != StoppingStrategy.AllExhaustedWithoutReplacement)
            {
                throw DataError.EmptySource(source);
            }

            bool isAwaited = strategy == StoppingStrategy.AllExhausted || (strategy != StoppingStrategy.FirstExhausted && lengths[source] > 0);
            if (probabilities[source] == 0 && isAwaited)
            {
                throw DataError.UnreachableSource(source);
            }
        }

        return SourceOrder.Drawn(RandomRows.GeneratorOf(seed), probabilities);
    }

    private static int[] Offsets(int[] lengths)
    {
        int[] offsets = new int[lengths.Length];
        for (int i = 1; i < offsets.Length; i++)
        {
            offsets[i] = checked(offsets[i - 1] + lengths[i - 1]);
        }

        return offsets;
    }
}
