using System.Globalization;

namespace FineTune.Training;

/// <summary>A metric as the reference's <c>metrics_format</c> shows it.</summary>
internal static class MetricText
{
    public static string Format(string key, double value, bool isWhole) =>
        key.Contains("_mem_", StringComparison.Ordinal) ? $"{(long)value >> 20}MB"
        : key.Contains("_runtime", StringComparison.Ordinal) ? Duration(value)
        : key == "total_flos" ? $"{(long)value >> 30}GF"
        : isWhole ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : PythonNumber.Repr(PythonNumber.Round(value, 4));

    /// <summary>Hours, minutes, seconds and hundredths, cut off: <c>0:00:12.34</c>; days before that if there are any.</summary>
    private static string Duration(double seconds)
    {
        long whole = (long)Math.Floor(seconds);
        int hundredths = (int)((seconds - whole) * 100);
        long days = whole / 86400;
        string clock = string.Create(CultureInfo.InvariantCulture, $"{whole % 86400 / 3600}:{whole / 60 % 60:00}:{whole % 60:00}.{hundredths:00}");
        return days == 0 ? clock : $"{days} day{(days == 1 ? string.Empty : "s")}, {clock}";
    }
}
