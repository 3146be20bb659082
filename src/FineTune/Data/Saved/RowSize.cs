using System.Collections;

namespace FineTune.Data;

/// <summary>How many bytes rows take in an Arrow file, nearly: enough to say into how many files they go.</summary>
internal static class RowSize
{
    private const int MostRowsLookedAt = 1000;

    public static long Estimate(RowSource rows)
    {
        int looked = Math.Min(rows.Count, MostRowsLookedAt);
        if (looked == 0)
        {
            return 0;
        }

        long size = 0;
        int stride = rows.Count / looked;
        for (int column = 0; column < rows.Features.Count; column++)
        {
            for (int i = 0; i < looked; i++)
            {
                size += Of(rows.Values(column, i * stride, 1)[0]);
            }
        }

        return (long)((double)size / looked * rows.Count);
    }

    private static long Of(object? value) => value switch
    {
        null => 1,
        string text => System.Text.Encoding.UTF8.GetByteCount(text) + sizeof(int),
        byte[] bytes => bytes.Length + sizeof(int),
        bool => 1,
        int or float => sizeof(int),
        decimal => 16,
        IReadOnlyDictionary<string, object?> fields => fields.Values.Sum(Of),
        IEnumerable list => sizeof(int) + list.Cast<object?>().Sum(Of),
        _ => sizeof(long),
    };
}
