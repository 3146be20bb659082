using System.Globalization;

namespace FineTune;

/// <summary>Whole numbers as people read them: <c>12,345</c>.</summary>
internal static class NumberText
{
    public static string Of(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
