using FineTune.IO;
using FineTune.Kernels;

namespace FineTune;

/// <summary>A module that turns a batch into an output, and so can be given to <c>Trainer</c>. Derive from it for a model of your own.</summary>
public abstract class TrainableModel : Module
{
    /// <summary>
    /// Gets the names <see cref="Forward"/> reads from a batch, so that the Trainer can leave other columns out
    /// (<c>remove_unused_columns</c>). Default null: it may read any, and all columns stay.
    /// </summary>
    public virtual IReadOnlyList<string>? ForwardParameters => null;

    /// <summary>
    /// Gets whether <see cref="Forward"/> adds noise to the embeddings when <see cref="NeftuneNoiseAlpha"/> is set and the module is in
    /// training mode. Default false: <c>neftune_noise_alpha</c> is refused.
    /// </summary>
    public virtual bool SupportsNeftune => false;

    /// <summary>
    /// Gets the strength of the noise to add to the output of the word embeddings: uniform in plus or minus
    /// <c>alpha / sqrt(length * size)</c>, one draw an element of the padded batch. The Trainer sets it while it trains. Default null: none.
    /// </summary>
    public double? NeftuneNoiseAlpha { get; internal set; }

    /// <summary>Gets or sets what the weights are rounded to and saved as: float32, unless an evaluation cast them.</summary>
    internal SafetensorsDType Dtype { get; private set; } = SafetensorsDType.F32;

    /// <summary>
    /// Gets or sets whether the linear layers' products are computed in bfloat16, as the Trainer asked that used the model last. It stays so afterwards, as the reference's
    /// wrapped forward does.
    /// </summary>
    internal bool IsAutocast { get; set; }

    /// <summary>Gets what the linear layers' products are computed in: the Trainer's precision, or what the weights were cast to.</summary>
    internal MatMulPrecision Precision => IsAutocast || Dtype == SafetensorsDType.BF16 ? MatMulPrecision.Bfloat16 : MatMulPrecision.Single;

    /// <summary>Gets whether <see cref="Forward"/> sees to <see cref="Precision"/> itself; else whoever runs the model has to.</summary>
    internal virtual bool OpensPrecision => false;

    /// <summary>Rounds the weights to a format for good: files the model is saved to have it. To float32 is where weights were just loaded.</summary>
    internal void Cast(SafetensorsDType dtype)
    {
        Dtype = dtype;
        if (dtype != SafetensorsDType.F32)
        {
            foreach (Parameter parameter in Parameters())
            {
                FloatFormats.Round(dtype, parameter.Span);
            }
        }
    }

    /// <summary>Computes the output for a batch, and the loss when the batch has labels.</summary>
    public abstract ModelOutput Forward(Batch batch);
}
