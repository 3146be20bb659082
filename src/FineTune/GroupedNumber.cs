using System.Globalization;

namespace FineTune;

/// <summary>Numbers as people read them, whole and with their thousands apart: <c>12,345</c>.</summary>
internal static class GroupedNumber
{
    public static string Text(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Text(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
