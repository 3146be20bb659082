namespace FineTune.Tokenizers;

/// <summary>Removes a set of marks.</summary>
internal static class MarkFilter
{
    private const int FirstMark = 0x300;

    public static void Apply(NormalizedText text, CodePointSet removed)
    {
        if (!text.Points.ContainsAnyExceptInRange(0, FirstMark - 1))
            return;
        text.BeginRewrite();
        foreach (int point in text.Points)
        {
            if (removed.Contains(point))
                text.Drop();
            else
                text.Write(point, 0);
        }

        text.EndRewrite();
    }
}
