namespace FineTune;

/// <summary>Python's order of strings: by code point, where .NET's ordinal order goes by UTF-16 unit and puts emoji before some other characters.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    private CodePointOrder()
    {
    }

    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int shared = x.AsSpan().CommonPrefixLength(y);
        return shared == x.Length || shared == y.Length
            ? x.Length.CompareTo(y.Length)
            : Rank(x[shared]).CompareTo(Rank(y[shared]));
    }

    /// <summary>Surrogates stand for code points above every other UTF-16 unit.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
