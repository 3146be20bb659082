using Apache.Arrow;
using Apache.Arrow.Types;

namespace FineTune.Data;

/// <summary>
/// Checks that an array's bytes can hold as many values as it says it has, before room is made for them: the library believes what the
/// file says.
/// </summary>
internal static class ArrowRoom
{
    /// <exception cref="FormatException">They cannot.</exception>
    public static void Require(IArrowArray array)
    {
        long end = (long)array.Offset + array.Length;
        bool fits = array.Length >= 0 && array.Offset >= 0 && (array.Length == 0 || array.Data.DataType switch
        {
            FixedSizeListType list => array.Data.Children[0].Length >= end * list.ListSize,
            StructType => array.Data.Children.All(child => child.Length >= end),
            ListType or MapType or StringType or BinaryType => Bits(array) >= (end + 1) * 32,
            LargeListType or LargeStringType or LargeBinaryType => Bits(array) >= (end + 1) * 64,
            StringViewType or BinaryViewType => Bits(array) >= end * 128,
            DictionaryType => true,
            FixedWidthType type => Bits(array) >= end * type.BitWidth,
            _ => true,
        });
        if (!fits)
        {
            throw new FormatException($"an array of {array.Length} values that has too few bytes for them");
        }
    }

    private static long Bits(IArrowArray array) => array.Data.Buffers[1].Length * 8L;
}
