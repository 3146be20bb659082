namespace FineTune.Terminal;

/// <summary>A bar of progress on a terminal's last line, drawn again and again.</summary>
internal static class TextBar
{
    /// <summary>Goes back to the line's beginning and empties it.</summary>
    public const string ClearLine = "\r\u001b[K";

    private const int Cells = 24;

    public static string Of(long done, long all)
    {
        int cells = all <= 0 ? Cells : (int)Math.Clamp(done * (double)Cells / all, 0, Cells);
        return $"[{new string('#', cells)}{new string('.', Cells - cells)}]";
    }

    /// <summary>Cuts a line to a terminal's width: one that wraps could not be cleared.</summary>
    public static string Cut(string line, int width) => line.Length < width ? line : line[..Math.Max(0, width - 1)];
}
