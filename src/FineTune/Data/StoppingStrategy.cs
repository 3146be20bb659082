namespace FineTune;

/// <summary>When <see cref="Datasets.InterleaveDatasets(IReadOnlyList{Dataset}, IReadOnlyList{double}?, long?, StoppingStrategy)"/> ends.</summary>
public enum StoppingStrategy
{
    /// <summary>As soon as one data set has no rows left: rows of the others may be missing.</summary>
    FirstExhausted,

    /// <summary>As soon as every data set was used up once; those that end earlier begin again, so rows may come twice.</summary>
    AllExhausted,

    /// <summary>When every row was given exactly once; data sets that end earlier are passed over.</summary>
    AllExhaustedWithoutReplacement,
}
