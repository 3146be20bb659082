namespace FineTune;

/// <summary>A module that turns a batch into an output, and so can be given to <c>Trainer</c>. Derive from it for a model of your own.</summary>
public abstract class TrainableModel : Module
{
    /// <summary>Computes the output for a batch, and the loss when the batch has labels.</summary>
    public abstract ModelOutput Forward(Batch batch);
}
