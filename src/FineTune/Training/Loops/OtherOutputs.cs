namespace FineTune.Training;

/// <summary>Collects what a model returns beside loss and scores.</summary>
internal sealed class OtherOutputs(IReadOnlyList<string> ignoreKeys, int? rows)
{
    private readonly OrderedDictionary<string, List<TensorStore>> _stores = new(StringComparer.Ordinal);

    /// <summary>Keeps a copy of everything that is not to be ignored.</summary>
    public void Add(ModelOutput output)
    {
        foreach ((string name, IReadOnlyList<Tensor> tensors) in output.OtherOutputs.Where(pair => !ignoreKeys.Contains(pair.Key)))
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
