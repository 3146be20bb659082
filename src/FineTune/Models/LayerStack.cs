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
    /// <param name="forward">Applies one.</param>
    /// <param name="hiddenStates">Gets the input and every layer's output, or null.</param>
    public static Tensor Run<TLayer>(
        Tensor hidden, IReadOnlyList<TLayer> layers, Func<TLayer, Tensor, Tensor> forward, ICollection<Tensor>? hiddenStates)
    {
        hiddenStates?.Add(hidden);
        foreach (TLayer layer in layers)
        {
            Tensor output = AutogradMode.Enabled ? forward(layer, hidden) : Scoped(layer, hidden, forward);
            if (!AutogradMode.Enabled && hiddenStates is null)
            {
                hidden.Dispose();
            }

            hidden = output;
            hiddenStates?.Add(hidden);
        }

        return hidden;
    }

    private static Tensor Scoped<TLayer>(TLayer layer, Tensor hidden, Func<TLayer, Tensor, Tensor> forward)
    {
        using TensorScope scope = new();
        return scope.Return(forward(layer, hidden));
    }
}
