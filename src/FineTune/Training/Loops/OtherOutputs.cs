namespace FineTune.Training;

/// <summary>Collects what a model returns beside loss and scores.</summary>
internal sealed class OtherOutputs(IReadOnlyList<string> ignoreKeys, int? rows)
{
    private readonly OrderedDictionary<string, List<TensorStore>> _stores = new(StringComparer.Ordinal);

    /// <summary>Gets everything that is not to be ignored.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Of(ModelOutput output) => new OrderedDictionary<string, IReadOnlyList<Tensor>>(
        output.OtherOutputs.Where(pair => !ignoreKeys.Contains(pair.Key)), StringComparer.Ordinal);

    /// <summary>Keeps a copy of a batch's.</summary>
    public void Add(IReadOnlyDictionary<string, IReadOnlyList<Tensor>>? outputs)
    {
        foreach ((string name, IReadOnlyList<Tensor> tensors) in outputs ?? new Dictionary<string, IReadOnlyList<Tensor>>())
        {
            if (!_stores.TryGetValue(name, out List<TensorStore>? stores))
            {
                _stores[name] = stores = [.. tensors.Select(_ => new TensorStore(rows))];
            }

            foreach ((TensorStore store, Tensor tensor) in stores.Zip(tensors))
            {
                store.Add(tensor);
            }
        }
    }

    /// <summary>Gets the batches put together.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> ToTensors() => new OrderedDictionary<string, IReadOnlyList<Tensor>>(
        _stores.Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<Tensor>)[.. pair.Value.Select(store => (Tensor)store.ToTensor()!)])));
}
