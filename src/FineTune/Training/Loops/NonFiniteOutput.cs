using FineTune.Autograd;

namespace FineTune.Training;

/// <summary>Finds where in a forward pass a number stopped being one.</summary>
internal static class NonFiniteOutput
{
    /// <summary>
    /// Gets the operation, with the layer it belongs to, whose output was the first that is not finite; null if it cannot be told. Where the memory of what went into
    /// it was given back already, that may have been the first: both are named.
    /// </summary>
    /// <param name="model">The model, which names the layers.</param>
    /// <param name="loss">What the pass ended in; its history must still be there.</param>
    public static string? FirstIn(Module model, Tensor loss)
    {
        if (loss.GradFn is null)
        {
            return null;
        }

        Dictionary<Tensor, string> names = model.NamedParameters().ToDictionary(pair => (Tensor)pair.Parameter, pair => LayerOf(pair.Name), ByReference());
        Dictionary<Tensor, string?> layers = new(ByReference());
        Dictionary<Tensor, string> gone = new(ByReference());
        foreach (Tensor output in BackwardPass.ForwardOrder(loss))
        {
            Node operation = output.GradFn!;
            (string? own, string? before) = Surroundings(operation, names, layers);
            if (output.IsDisposed)
            {
                gone[output] = NameOf(operation, own, before);
            }
            else if (!IsFinite(output.Span))
            {
                string name = NameOf(operation, own, before);
                return operation.Inputs.ToArray().Select(gone.GetValueOrDefault).FirstOrDefault(input => input is not null) is { } earlier ? $"{earlier} or {name}" : name;
            }

            layers[output] = own ?? before;
        }

        return null;
    }

    public static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static string NameOf(Node operation, string? layer, string? before)
    {
        Type type = operation.GetType();
        string name = type.IsGenericType ? type.GetGenericArguments()[0].Name : type.Name;
        return layer is not null ? $"{layer} ({name})" : before is not null ? $"{name} after {before}" : name;
    }

    /// <summary>The layer whose parameters the operation takes, and the last layer before it.</summary>
    private static (string? Own, string? Before) Surroundings(Node operation, Dictionary<Tensor, string> names, Dictionary<Tensor, string?> layers)
    {
        (string? own, string? before) = (null, null);
        foreach (Tensor input in operation.Inputs)
        {
            own = names.GetValueOrDefault(input) ?? own;
            before = layers.GetValueOrDefault(input) ?? before;
        }

        return (own, before);
    }

    private static string LayerOf(string parameter) => parameter.LastIndexOf('.') is >= 0 and int dot ? parameter[..dot] : parameter;

    private static IEqualityComparer<Tensor> ByReference() => ReferenceEqualityComparer.Instance;
}
