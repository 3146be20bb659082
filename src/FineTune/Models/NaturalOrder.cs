namespace FineTune;

/// <summary>Dotted names with numbers compared as numbers: <c>layer.2.x</c> before <c>layer.10.x</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        string[] left = x!.Split('.');
        string[] right = y!.Split('.');
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            bool numbers = int.TryParse(left[i], out int a) & int.TryParse(right[i], out int b);
            int order = numbers ? a.CompareTo(b) : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
