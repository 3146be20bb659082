namespace FineTune.Terminal;

/// <summary>The console, for everything that is printed: whatever becomes of it, no run ends for that.</summary>
internal static class SafeConsole
{
    private static SafeWriter s_out = new(() => Console.Out);
    private static SafeWriter s_error = new(() => Console.Error);

    // The process ends: what a slow reader has not taken yet gets a moment.
    static SafeConsole() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        StopWaiting();
        Finish();
    };

    /// <summary>Gets standard output.</summary>
    public static SafeWriter Out => s_out;

    /// <summary>Gets standard error.</summary>
    public static SafeWriter Error => s_error;

    /// <summary>Puts a program's own streams in the places of the console's.</summary>
    public static void Use(SafeWriter output, SafeWriter error)
    {
        (s_out, s_error) = (output, error);
        Console.SetOut(output);
        Console.SetError(error);
    }

    /// <summary>Gives up what is still waiting for its reader, now and later: the process is asked to end.</summary>
    public static void StopWaiting()
    {
        s_out.StopWaiting();
        s_error.StopWaiting();
    }

    /// <summary>Waits for what is still to be written.</summary>
    public static void Finish()
    {
        s_out.Finish();
        s_error.Finish();
    }
}
