namespace FineTune;

/// <summary>
/// ModernBERT's fresh weights: normal numbers with their tails cut off; what adds to the residual has a standard deviation that falls with the number
/// of layers. They come after what other architectures draw.
/// </summary>
internal static class ModernBertWeights
{
    /// <summary>Sets the weights of one module, after the usual rules.</summary>
    public static void Set(Module module, WeightInitializer weights, ModernBertConfig config)
    {
        double std = config.InitializerRange;
        double outStd = std / Math.Sqrt(2.0 * config.NumHiddenLayers);
        switch (module)
        {
            case ModernBertEmbeddings embeddings:
                Draw(embeddings.TokEmbeddings.Weight, std);
                break;
            case ModernBertMlp mlp:
                Draw(mlp.Wi.Weight, std);
                Draw(mlp.Wo.Weight, outStd);
                break;
            case ModernBertAttention attention:
                Draw(attention.Wqkv.Weight, std);
                Draw(attention.Wo.Weight, outStd);
                break;
            case ModernBertPredictionHead head:
                Draw(head.Dense.Weight, outStd);
                break;
            case ModernBertForSequenceClassification classifier:
                Draw(classifier.Classifier.Weight, Math.Pow(config.HiddenSize, -0.5));
                break;
        }

        void Draw(Parameter weight, double deviation) =>
            weights.TruncatedNormal(weight, deviation, config.InitializerCutoffFactor * deviation);
    }
}
