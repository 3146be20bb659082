namespace FineTune.Kernels;

/// <summary>What a matrix product does to an element after its sum is complete.</summary>
internal enum GemmEpilogue
{
    /// <summary>Nothing but the bias, if one is given.</summary>
    None,

    /// <summary>The sum (with bias) is stored in <c>preActivation</c> when that is not empty, and its GELU (erf form) in the result.</summary>
    Gelu,
}
