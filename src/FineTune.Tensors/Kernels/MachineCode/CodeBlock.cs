namespace FineTune.Kernels;

/// <summary>Functions in executable memory, one behind the other.</summary>
internal static class CodeBlock
{
    private const int Alignment = 64;

    /// <summary>Places functions; gets where each begins, or null and the reason where that is refused.</summary>
    public static nint[]? Place(IEnumerable<byte[]> functions, CodePlacing place, out string? refusal)
    {
        List<byte> all = [];
        List<int> starts = [];
        foreach (byte[] function in functions)
        {
            starts.Add(all.Count);
            all.AddRange(function);
            all.AddRange(new byte[-all.Count & (Alignment - 1)]);
        }

        nint memory = place(all.ToArray(), out refusal);
        return memory == 0 ? null : [.. starts.Select(start => memory + start)];
    }
}
