namespace FineTune;

/// <summary>
/// A model without a head whose layers read a text in both directions: hidden states of every token, and, where it has a pooler, one
/// vector a text. For a classifier of whole texts use <see cref="EncoderForSequenceClassification"/>.
/// </summary>
public abstract class EncoderModel : PreTrainedModel
{
    // B batch, T padded length, N packed tokens, M of them that are wanted, C channels.
    private protected EncoderModel(PretrainedConfig config)
        : base(config)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    /// <inheritdoc/>
    public override BaseModelOutput Forward(Batch batch) => Forward(batch, outputHiddenStates: Config.OutputHiddenStates);

    /// <summary>Computes the hidden states of a batch.</summary>
    /// <param name="batch">What <see cref="TrainableModel.ForwardParameters"/> names, as far as it is wanted; <c>input_ids</c> always.</param>
    /// <param name="outputHiddenStates">Whether to return those after the embeddings and after every layer too.</param>
    /// <exception cref="ArgumentException">An id is out of range, the batch too long, or shapes do not fit.</exception>
    public BaseModelOutput Forward(Batch batch, bool outputHiddenStates)
    {
        EncoderInput input = Pack(batch);
        List<Tensor>? states = PackedStates.If(outputHiddenStates);
        Tensor hidden = Encode(input, NeftuneNoiseAlpha, states, input.Layout); // [N, C]
        return new BaseModelOutput
        {
            LastHiddenState = Fused.Unpack(hidden, input.Layout),
            PoolerOutput = Pool(hidden.IndexSelect(input.Layout.FirstRows())),
            HiddenStates = states.Unpack(input.Layout),
        };
    }

    /// <summary>Takes the tokens that count out of a batch.</summary>
    internal abstract EncoderInput Pack(Batch batch);

    /// <summary>The hidden states of each text's first position, <c>[B, C]</c>: the last layer computes no others, unless they are collected.</summary>
    internal Tensor EncodeFirst(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates)
    {
        SequenceLayout wanted = hiddenStates is null ? input.Layout.First() : input.Layout;
        Tensor hidden = Encode(input, neftuneNoiseAlpha, hiddenStates, wanted); // [M, C]
        return hiddenStates is null ? hidden : hidden.IndexSelect(input.Layout.FirstRows()); // [B, C]
    }

    /// <summary>Embeds tokens and runs the layers; of the last, <c>[M, C]</c>, only what is wanted.</summary>
    internal abstract Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted);

    /// <summary>One vector a text from its first position's, or null for a model without a pooler.</summary>
    internal virtual Tensor? Pool(Tensor first) => null;
}
