using System.Text;
using System.Text.Json;

namespace FineTune.Data;

/// <summary>What readers of binary formats throw when the bytes are not what they should be.</summary>
internal static class Damage
{
    /// <summary>
    /// Gets whether an exception says that a file is damaged (or uses what is not supported), rather than that reading it failed or was
    /// cancelled. Damaged bytes lead the readers out of the ranges of arrays and numbers before anything can name the cause; for types it
    /// does not know Arrow's library throws <see cref="NotImplementedException"/> or a bare <see cref="Exception"/>.
    /// </summary>
    public static bool Is(Exception error) => error is FormatException or NotSupportedException or InvalidDataException or EndOfStreamException
        or ArgumentException or IndexOutOfRangeException or OverflowException or InvalidOperationException or InvalidCastException
        or KeyNotFoundException or NotImplementedException or JsonException or NullReferenceException or ZstdSharp.ZstdException
        || error.GetType() == typeof(Exception);
}
