namespace FineTune;

/// <summary>A table of vectors looked up by id: torch's <c>nn.Embedding</c>. Its gradient touches only the rows that were used.</summary>
public sealed class Embedding : Module
{
    /// <summary>Initializes a table of zeros.</summary>
    /// <param name="numEmbeddings">The number of rows.</param>
    /// <param name="embeddingDim">The size of a row.</param>
    /// <param name="paddingIdx">A row whose gradient is never taken, or null. Default null.</param>
    public Embedding(int numEmbeddings, int embeddingDim, int? paddingIdx = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numEmbeddings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(embeddingDim);
        Weight = RegisterParameter("weight", new Shape(numEmbeddings, embeddingDim));
        PaddingIdx = paddingIdx;
    }

    /// <summary>Gets the table, <c>[rows, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Gets the row whose gradient is never taken, or null.</summary>
    public int? PaddingIdx { get; }

    /// <summary>Looks ids up: <c>[...]</c> to <c>[..., size]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or not below the number of rows.</exception>
    public Tensor Forward(LongTensor ids) => Functional.Embedding(ids, Weight, PaddingIdx);
}
