namespace FineTune;

/// <summary>What BLEU is made of: how many runs of one, two, ... tokens there are and are right, and how long both sides are.</summary>
internal sealed class BleuCounts(int maxOrder)
{
    /// <summary>Runs of each length that a reference has too, each counted at most as often as one reference has it.</summary>
    public double[] Matches { get; } = new double[maxOrder];

    /// <summary>All runs of each length.</summary>
    public double[] Totals { get; } = new double[maxOrder];

    public long TranslationLength { get; private set; }

    public long ReferenceLength { get; private set; }

    /// <param name="translation">The tokens of a translation.</param>
    /// <param name="references">Those of each reference.</param>
    /// <param name="lengthOf">Which reference's length counts, given the translation's.</param>
    public void Add(
        IReadOnlyList<string> translation, IReadOnlyList<IReadOnlyList<string>> references, Func<int, IEnumerable<int>, int> lengthOf)
    {
        TranslationLength += translation.Count;
        ReferenceLength += lengthOf(translation.Count, references.Select(reference => reference.Count));
        for (int order = 1; order <= maxOrder; order++)
        {
            int length = order;
            Dictionary<string, int> right = NGrams.Most(references.Select(reference => NGrams.Count(reference, length)));
            Matches[order - 1] += NGrams.Common(NGrams.Count(translation, order), right);
            Totals[order - 1] += Math.Max(0, translation.Count - order + 1);
        }
    }
}
