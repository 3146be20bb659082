namespace FineTune.Tests.Optim;

/// <summary>A model with the names that decide about weight decay, layers and freezing.</summary>
internal sealed class SmallModel : Module
{
    public SmallModel()
    {
        RegisterModule("embeddings", new Embeddings());
        RegisterModule("encoder", new Encoder());
        RegisterModule("norm1", new Plain());
        RegisterModule("final_norm", new Plain());
        RegisterModule("norm", new Plain());
        RegisterModule("relative_attention_bias", new Embedding(4, 2));
        RegisterModule("classifier", new Linear(2, 3));
    }

    public IEnumerable<string> Names => NamedParameters().Select(pair => pair.Name);

    private sealed class Embeddings : Module
    {
        public Embeddings()
        {
            RegisterModule("word_embeddings", new Embedding(5, 2));
            RegisterModule("LayerNorm", new LayerNorm(2));
        }
    }

    private sealed class Encoder : Module
    {
        public Encoder() => RegisterModule("layer", new Layers());
    }

    private sealed class Layers : Module
    {
        public Layers()
        {
            RegisterModule("0", new Layer());
            RegisterModule("1", new Layer());
        }
    }

    private sealed class Layer : Module
    {
        public Layer()
        {
            RegisterModule("dense", new Linear(2, 2));
            RegisterModule("norm2", new LayerNorm(2));
        }
    }

    private sealed class Plain : Module
    {
        public Plain() => RegisterParameter("weight", new Shape(2));
    }
}
