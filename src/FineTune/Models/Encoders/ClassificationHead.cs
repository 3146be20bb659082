namespace FineTune;

/// <summary>The classifier of RoBERTa and its kin, on each text's first position: <c>out_proj(dropout(activation(dense(dropout(x)))))</c>.</summary>
internal sealed class ClassificationHead : Module
{
    private readonly Linear _dense;
    private readonly Dropout _dropout;
    private readonly Linear _outProj;
    private readonly Func<Tensor, Tensor> _activation;

    public ClassificationHead(PretrainedConfig config, double dropout, Func<Tensor, Tensor> activation)
    {
        _dense = RegisterModule("dense", new Linear(config.HiddenSize, config.HiddenSize));
        _dropout = RegisterModule("dropout", new Dropout(dropout));
        _outProj = RegisterModule("out_proj", new Linear(config.HiddenSize, config.NumLabels));
        _activation = activation;
    }

    public static ClassificationHead Of(BertKindConfig config, Func<Tensor, Tensor> activation) =>
        new(config, config.ClassifierDropout ?? config.HiddenDropoutProb, activation);

    public Tensor Forward(Tensor first)
    {
        Tensor hidden = _activation(_dense.Forward(_dropout.Forward(first))); // [B, C]
        return _outProj.Forward(_dropout.Forward(hidden));                    // [B, num_labels]
    }
}
