namespace FineTune.Runtime;

/// <summary>The console, for everything that is printed: whatever becomes of it, no run ends for that.</summary>
internal static class SafeConsole
{
    private static readonly SafeWriter s_out = new(() => Console.Out);
    private static readonly SafeWriter s_error = new(() => Console.Error);

    // The process ends: what a slow reader has not taken yet gets a moment.
    static SafeConsole() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        s_out.StopWaiting();
        s_error.StopWaiting();
        Finish();
    };

    /// <summary>Gets standard output.</summary>
    public static TextWriter Out => s_out;

    /// <summary>Gets standard error.</summary>
    public static TextWriter Error => s_error;

    /// <summary>Waits for what is still to be written.</summary>
    public static void Finish()
    {
        s_out.Finish();
        s_error.Finish();
    }
}
