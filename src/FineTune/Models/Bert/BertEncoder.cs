namespace FineTune;

/// <summary>The layers, one after the other.</summary>
internal sealed class BertEncoder : Module
{
    private readonly BertLayer[] _layers;

    public BertEncoder(BertConfig config)
    {
        _layers = new BertLayer[config.NumHiddenLayers];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = RegisterModule($"layer.{i}", new BertLayer(config));
        }
    }

    public Tensor Forward(Tensor hidden, SequenceLayout layout, ICollection<Tensor>? hiddenStates, SequenceLayout wanted) =>
        LayerStack.Run(hidden, _layers, layout, hiddenStates, wanted);
}
