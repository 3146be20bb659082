using System.Collections;

namespace FineTune.Data;

/// <summary>Collects numbers out of rectangular nested lists, in row-major order, as whole numbers until one has a fraction.</summary>
internal sealed class NestedNumbers(int capacity)
{
    private readonly List<long> _whole = new(capacity);
    private List<float>? _fractions;

    /// <summary>The lengths of a nested list, outermost first, along its first elements.</summary>
    public static IEnumerable<int> ShapeOf(object? value)
    {
        while (value is IEnumerable list and not string and not IDictionary)
        {
            object?[] elements = [.. list.Cast<object?>()];
            yield return elements.Length;
            value = elements.Length == 0 ? null : elements[0];
        }
    }

    public static bool IsNumeric(object? value) => value switch
    {
        string or null => false,
        IEnumerable list => list.Cast<object?>().All(IsNumeric),
        _ => ValueKinds.Of(value) is ValueKind.Integer or ValueKind.Float or ValueKind.Bool,
    };

    /// <summary>Adds the numbers of a value; false if it has another shape or something else than numbers in it.</summary>
    public bool TryAdd(object? value, ReadOnlySpan<int> shape)
    {
        switch (value)
        {
            case long[] list when shape.Length == 1 && list.Length == shape[0] && _fractions is null:
                _whole.AddRange(list);
                return true;
            case string or null:
                return false;
            case IEnumerable list:
                return shape.Length > 0 && TryAddAll(list, shape);
            default:
                return shape.Length == 0 && TryAddNumber(value);
        }
    }

    public TensorBase ToTensor(Shape shape)
    {
        if (_fractions is null)
        {
            return new LongTensor([.. _whole], shape);
        }

        return Tensor.From([.. _fractions], shape);
    }

    private bool TryAddAll(IEnumerable list, ReadOnlySpan<int> shape)
    {
        int count = 0;
        if (list is float[] or double[])
        {
            Fractions();
        }

        foreach (object? element in list)
        {
            count++;
            if (count > shape[0] || !TryAdd(element, shape[1..]))
            {
                return false;
            }
        }

        return count == shape[0];
    }

    private bool TryAddNumber(object value)
    {
        switch (ValueKinds.Of(value))
        {
            case ValueKind.Integer or ValueKind.Bool when _fractions is null:
                _whole.Add(ValueKinds.ToInt64(value));
                return true;
            case ValueKind.Integer or ValueKind.Float or ValueKind.Bool:
                Fractions().Add((float)ValueKinds.ToDouble(value));
                return true;
            default:
                return false;
        }
    }

    private List<float> Fractions() => _fractions ??= [.. _whole.Select(value => (float)value)];
}
