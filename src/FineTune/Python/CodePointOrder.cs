using System.Text;

namespace FineTune;

/// <summary>Python's order of strings: by code point, where .NET's ordinal order goes by UTF-16 unit.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    private CodePointOrder()
    {
    }

    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        StringRuneEnumerator left = (x ?? string.Empty).EnumerateRunes();
        StringRuneEnumerator right = (y ?? string.Empty).EnumerateRunes();
        while (true)
        {
            bool hasLeft = left.MoveNext();
            bool hasRight = right.MoveNext();
            if (!hasLeft || !hasRight)
            {
                return hasLeft.CompareTo(hasRight);
            }

            if (left.Current != right.Current)
            {
                return left.Current.CompareTo(right.Current);
            }
        }
    }
}
