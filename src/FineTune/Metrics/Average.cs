namespace FineTune;

/// <summary>How precision, recall and F1 of several classes become one number.</summary>
public enum Average
{
    /// <summary>Those of one class (<see cref="MetricOptions.PosLabel"/>) of two.</summary>
    Binary,

    /// <summary>Over all decisions together: the counts of all classes are added first.</summary>
    Micro,

    /// <summary>The mean over classes, each counting the same.</summary>
    Macro,

    /// <summary>The mean over classes, each counting by how often it is the right one.</summary>
    Weighted,

    /// <summary>The mean over rows of several labels each.</summary>
    Samples,

    /// <summary>None: one number a class, in <see cref="MetricResult.Arrays"/>. The reference's <c>average=None</c>.</summary>
    None,
}
