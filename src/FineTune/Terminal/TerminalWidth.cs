namespace FineTune.Terminal;

/// <summary>How wide the window is.</summary>
internal static class TerminalWidth
{
    private const int Usual = 80;

    /// <summary>Gets it; what windows have by themselves where there is none, or it does not tell.</summary>
    /// <param name="isRedirected">Whether what is printed goes elsewhere.</param>
    public static int Of(bool isRedirected)
    {
        try
        {
            return !isRedirected && Console.WindowWidth > 0 ? Console.WindowWidth : Usual;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return Usual;
        }
    }
}
