namespace FineTune;

/// <summary>Runs the layers of an encoder.</summary>
internal static class LayerStack
{
    /// <summary>
    /// Applies layers in order. When nothing is recorded for backward, what a layer made inside goes back to the pool at once, and its
    /// input after it, so that memory does not grow with the number of layers.
    /// </summary>
    /// <param name="hidden">What the embeddings made, <c>[N, C]</c>.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="layout">Where the packed tokens lie in the padded batch.</param>
    /// <param name="hiddenStates">Gets the input and every layer's output, or null.</param>
    /// <param name="wanted">What is wanted of the last layer: <paramref name="layout"/>, or its first positions.</param>
    public static Tensor Run(
        Tensor hidden, IReadOnlyList<EncoderLayer> layers, SequenceLayout layout, ICollection<Tensor>? hiddenStates, SequenceLayout wanted)
    {
        hiddenStates?.Add(hidden);
        for (int i = 0; i < layers.Count; i++)
        {
            EncoderLayer layer = layers[i];
            SequenceLayout rows = i == layers.Count - 1 ? wanted : layout;
            Tensor output = AutogradMode.Enabled ? layer.Apply(hidden, layout, rows) : Scoped(layer, hidden, layout, rows);
            if (!AutogradMode.Enabled && hiddenStates is null)
            {
                hidden.Dispose();
            }

            hidden = output;
            hiddenStates?.Add(hidden);
        }

        return hidden;
    }

    private static Tensor Scoped(EncoderLayer layer, Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        using TensorScope scope = new();
        return scope.Return(layer.Forward(hidden, layout, wanted));
    }
}
