namespace FineTune.Terminal;

/// <summary>What Linux says of a process or of the computer in <c>/proc</c>, a key and its value a line.</summary>
internal static class ProcFile
{
    /// <summary>Gets the value of a key, such as <c>SwapFree</c>; null where there is no such file or key.</summary>
    public static string? Value(string path, string key)
    {
        try
        {
            return File.Exists(path)
                ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key + ":", StringComparison.Ordinal))?[(key.Length + 1)..].Trim()
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
