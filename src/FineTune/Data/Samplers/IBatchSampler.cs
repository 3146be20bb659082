namespace FineTune;

/// <summary>Which rows make up each batch of a pass over a data set: enumerating it gives the row numbers, batch by batch.</summary>
public interface IBatchSampler : IEnumerable<IReadOnlyList<int>>
{
    /// <summary>Gets how many batches one pass gives.</summary>
    int Count { get; }

    /// <summary>Says which epoch the next pass belongs to, from 0.</summary>
    void SetEpoch(int epoch);
}
