using System.Collections;

namespace FineTune.Data;

/// <summary>Puts the values that several examples have for one name together to one tensor, whose first axis is the example.</summary>
internal static class Stack
{
    /// <summary>Stacks one name's values; lists of whole numbers, if <paramref name="rented"/>, in memory to be given back.</summary>
    public static TensorBase Values(string name, IReadOnlyList<Example> examples, bool rented)
    {
        object[] values = new object[examples.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(name, examples, i);
        }

        return values[0] switch
        {
            LongTensor => Longs(name, examples, Array.ConvertAll(values, value => value as LongTensor)),
            Tensor => Floats(name, examples, Array.ConvertAll(values, value => value as Tensor)),
            int[] => Lists(name, examples, values, rented),
            _ => Nested(name, examples, values),
        };
    }

    /// <summary>The value an example must have.</summary>
    public static object Value(string name, IReadOnlyList<Example> examples, int index)
    {
        Example example = examples[index];
        return example.TryGetValue(name, out object? value)
            ? value ?? throw DataError.NullInBatch(name, Place(examples, index))
            : throw DataError.MissingInBatch(name, Place(examples, index), [.. example.Keys]);
    }

    public static string Place(IReadOnlyList<Example> examples, int index) => examples[index].Place ?? $"example {index} of the batch";

    private static LongTensor Longs(string name, IReadOnlyList<Example> examples, LongTensor?[] values)
    {
        Shape each = values[0]!.Shape;
        long[] all = new long[values.Length * each.NumElements];
        for (int i = 0; i < values.Length; i++)
        {
            LongTensor value = values[i] is { } same && same.Shape == each ? same : throw Unequal(name, examples, i);
            value.Span.CopyTo(all.AsSpan(i * each.NumElements));
        }

        return new LongTensor(all, new Shape([values.Length, .. each.ToArray()]));
    }

    private static Tensor Floats(string name, IReadOnlyList<Example> examples, Tensor?[] values)
    {
        Shape each = values[0]!.Shape;
        Tensor all = Tensor.Zeros(new Shape([values.Length, .. each.ToArray()]));
        for (int i = 0; i < values.Length; i++)
        {
            Tensor value = values[i] is { } same && same.Shape == each ? same : throw Unequal(name, examples, i);
            value.Span.CopyTo(all.Span[(i * each.NumElements)..]);
        }

        return all;
    }

    private static LongTensor Lists(string name, IReadOnlyList<Example> examples, object[] values, bool rented)
    {
        int width = ((int[])values[0]).Length;
        LongTensor all = LongTensor.Empty(new Shape(values.Length, width), rented);
        for (int i = 0; i < values.Length; i++)
        {
            int[] list = values[i] as int[] is { } same && same.Length == width ? same : throw Unequal(name, examples, i);
            Widen(list, all.Span.Slice(i * width, width));
        }

        return all;
    }

    /// <summary>Numbers, or lists of numbers to any depth, as long as they are rectangular.</summary>
    private static TensorBase Nested(string name, IReadOnlyList<Example> examples, object[] values)
    {
        int[] shape = [.. NestedNumbers.ShapeOf(values[0])];
        NestedNumbers numbers = new(values.Length * new Shape(shape).NumElements);
        for (int i = 0; i < values.Length; i++)
        {
            if (!numbers.TryAdd(values[i], shape))
            {
                throw NestedNumbers.IsNumeric(values[i])
                    ? Unequal(name, examples, i)
                    : DataError.NotNumeric(name, values[i], Place(examples, i));
            }
        }

        return numbers.ToTensor(new Shape([values.Length, .. shape]));
    }

    public static void Widen(ReadOnlySpan<int> source, Span<long> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    private static ArgumentException Unequal(string name, IReadOnlyList<Example> examples, int index) => DataError.Ragged(
        name,
        Place(examples, 0),
        Describe(examples[0][name]!),
        Place(examples, index),
        Describe(examples[index][name]!));

    private static string Describe(object value) => value switch
    {
        TensorBase tensor => $"shape {tensor.Shape}",
        ICollection list => $"{list.Count} elements",
        _ => ValueConversion.Show(value),
    };
}
