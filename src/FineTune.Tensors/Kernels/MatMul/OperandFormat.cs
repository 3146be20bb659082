namespace FineTune.Kernels;

/// <summary>How the elements of packed operands follow one another along k.</summary>
internal enum OperandFormat
{
    /// <summary>One float a step.</summary>
    Single,

    /// <summary>Two steps of k, rounded to bfloat16, in the place of a float: the even one in the lower half.</summary>
    PairsJoined,

    /// <summary>Two steps of k, rounded to bfloat16, in two floats: the odd one first.</summary>
    PairsApart,

    /// <summary>Two steps of k in the place of a float, as in <see cref="PairsJoined"/>, all pairs of an element side by side, with zeros up to a multiple of sixteen pairs.</summary>
    PairsInRows,
}
