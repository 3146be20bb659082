namespace FineTune;

/// <summary>The layers, one after the other.</summary>
internal sealed class DistilBertTransformer : Module
{
    private readonly DistilBertLayer[] _layers;

    public DistilBertTransformer(DistilBertConfig config)
    {
        _layers = new DistilBertLayer[config.NLayers];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = RegisterModule($"layer.{i}", new DistilBertLayer(config));
        }
    }

    public Tensor Forward(Tensor hidden, SequenceLayout layout, ICollection<Tensor>? hiddenStates, SequenceLayout wanted) =>
        LayerStack.Run(hidden, _layers, layout, hiddenStates, wanted);
}
