namespace FineTune.Tokenizers;

/// <summary>Removes a set of code points.</summary>
internal static class MarkFilter
{
    public static void Apply(NormalizedText text, CodePointSet removed)
    {
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
