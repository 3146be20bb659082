using System.Text;

namespace FineTune.Data;

/// <summary>What readers of binary formats throw when the bytes are not what they should be.</summary>
internal static class Damage
{
    /// <summary>
    /// Gets whether an exception of a reader of our own, or of a codec, says that a file is damaged (or uses what is not supported), rather than that
    /// reading it failed, was cancelled, or met a mistake of the reader. Damaged bytes lead out of the ranges of arrays and numbers, and make no text,
    /// before anything can name the cause.
    /// </summary>
    public static bool Is(Exception error) => error is FormatException or NotSupportedException or InvalidDataException or EndOfStreamException
        or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException or DecoderFallbackException or ZstdSharp.ZstdException;

    /// <summary>
    /// Gets the same of an exception of Arrow's library, which lets damaged bytes lead anywhere; for types it does not know it throws
    /// <see cref="NotImplementedException"/> or a bare <see cref="Exception"/>.
    /// </summary>
    public static bool IsOfArrow(Exception error) => Is(error) || error is ArgumentException or InvalidOperationException or InvalidCastException
        or NotImplementedException or NullReferenceException || error.GetType() == typeof(Exception);
}
