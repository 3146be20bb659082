namespace FineTune;

/// <summary>The form of the GELU activation.</summary>
public enum GeluApproximate
{
    /// <summary>The exact one, with the error function.</summary>
    None,

    /// <summary><c>x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))</c>.</summary>
    Tanh,
}
