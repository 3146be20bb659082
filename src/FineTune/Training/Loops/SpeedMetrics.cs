namespace FineTune.Training;

/// <summary>Run time and rates, rounded as the reference rounds them.</summary>
internal static class SpeedMetrics
{
    /// <summary>Adds <c>{split}_runtime</c> and the rates of what is given.</summary>
    public static void Add(LogEntry metrics, string split, TimeSpan runtime, double? samples = null, double? steps = null, double? tokens = null)
    {
        double seconds = runtime.TotalSeconds;
        metrics[$"{split}_runtime"] = PythonNumber.Round(seconds, 4);
        if (seconds == 0)
        {
            return;
        }

        AddRate("samples", samples);
        AddRate("steps", steps);
        AddRate("tokens", tokens);

        void AddRate(string what, double? count)
        {
            if (count is { } number)
            {
                metrics[$"{split}_{what}_per_second"] = PythonNumber.Round(number / seconds, 3);
            }
        }
    }
}
