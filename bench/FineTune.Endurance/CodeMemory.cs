namespace FineTune.Endurance;

/// <summary>What this process holds of executable memory that is neither writable nor of a file, as that of the kernels is; the compiler's is of a file in memory.</summary>
internal readonly record struct CodeMemory(int Mappings, long Bytes)
{
    /// <summary>Gets what there is now.</summary>
    public static CodeMemory Now
    {
        get
        {
            long[] all = [.. File.ReadLines("/proc/self/maps").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(parts => parts.Length == 5 && parts[1] == "r-xp").Select(parts => Length(parts[0]))];
            return new(all.Length, all.Sum());
        }
    }

    private static long Length(string range)
    {
        string[] ends = range.Split('-');
        return Convert.ToInt64(ends[1], 16) - Convert.ToInt64(ends[0], 16);
    }
}
