namespace FineTune;

/// <summary>One vector a text: <c>tanh(dense(hidden state of the first token))</c>.</summary>
internal sealed class BertPooler : Module
{
    private readonly Linear _dense;

    public BertPooler(BertConfig config) => _dense = RegisterModule("dense", new Linear(config.HiddenSize, config.HiddenSize));

    public Tensor Forward(Tensor first) => Functional.Tanh(_dense.Forward(first)); // [B, C]
}
