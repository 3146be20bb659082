namespace FineTune;

/// <summary>Makes one <see cref="Batch"/> of several examples.</summary>
public interface IDataCollator
{
    /// <summary>Makes the batch; every key of the first example becomes one tensor.</summary>
    Batch Collate(IReadOnlyList<Example> examples);
}
