using System.Collections;
using System.Globalization;

namespace FineTune.Data;

/// <summary>Which kind a value is, and which kind holds two kinds.</summary>
internal static class ValueKinds
{
    public static ValueKind Of(object? value) => value switch
    {
        null => ValueKind.Null,
        string => ValueKind.String,
        bool => ValueKind.Bool,
        long or int or short or byte or sbyte or ushort or uint => ValueKind.Integer,
        ulong number => number <= long.MaxValue ? ValueKind.Integer : ValueKind.Unsupported,
        double or float or decimal or Half => ValueKind.Float,
        int[] => ValueKind.Int32List,
        long[] => ValueKind.Int64List,
        float[] => ValueKind.SingleList,
        double[] => ValueKind.DoubleList,
        string?[] => ValueKind.StringList,
        bool[] => ValueKind.BoolList,
        IReadOnlyDictionary<string, object?> => ValueKind.Object,
        IEnumerable<int> => ValueKind.Int32List,
        IEnumerable<long> => ValueKind.Int64List,
        IEnumerable<float> => ValueKind.SingleList,
        IEnumerable<double> => ValueKind.DoubleList,
        IEnumerable<string?> => ValueKind.StringList,
        IEnumerable<bool> => ValueKind.BoolList,
        byte[] => ValueKind.Unsupported,
        IEnumerable list => OfElements(list),
        _ => ValueKind.Unsupported,
    };

    /// <summary>Finds the kind a column needs to hold both; integers join numbers with a fraction, nothing else changes kind.</summary>
    public static bool TryCombine(ValueKind left, ValueKind right, out ValueKind both)
    {
        (ValueKind low, ValueKind high) = left <= right ? (left, right) : (right, left);
        both = high;
        return low == high || low == ValueKind.Null || (low, high) switch
        {
            (ValueKind.Integer, ValueKind.Float) => true,
            (ValueKind.EmptyList, <= ValueKind.ObjectList) => true,
            (ValueKind.Int32List, ValueKind.Int64List or ValueKind.DoubleList) => true,
            (ValueKind.Int64List or ValueKind.SingleList, ValueKind.DoubleList) => true,
            (ValueKind.Int32List or ValueKind.Int64List, ValueKind.SingleList) => Widen(out both),
            _ => false,
        };
    }

    public static long ToInt64(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    public static double ToDouble(object value) => value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static bool Widen(out ValueKind both)
    {
        both = ValueKind.DoubleList;
        return true;
    }

    private static ValueKind OfElements(IEnumerable list)
    {
        ValueKind kind = ValueKind.Null;
        foreach (object? element in list)
        {
            ValueKind next = Of(element);
            if (next == ValueKind.Unsupported || !TryCombine(kind, next, out kind))
            {
                return ValueKind.Unsupported;
            }
        }

        return kind switch
        {
            ValueKind.Null => ValueKind.EmptyList,
            ValueKind.Integer => ValueKind.Int64List,
            ValueKind.Float => ValueKind.DoubleList,
            ValueKind.String => ValueKind.StringList,
            ValueKind.Bool => ValueKind.BoolList,
            _ => ValueKind.ObjectList,
        };
    }
}
