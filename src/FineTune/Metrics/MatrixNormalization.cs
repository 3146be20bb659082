namespace FineTune;

/// <summary>What the counts of a confusion matrix are divided by.</summary>
public enum MatrixNormalization
{
    /// <summary>How often each class is the right one: every line adds up to 1. The reference's <c>true</c>.</summary>
    True,

    /// <summary>How often each class was predicted: every column adds up to 1. The reference's <c>pred</c>.</summary>
    Pred,

    /// <summary>The number of rows. The reference's <c>all</c>.</summary>
    All,
}
