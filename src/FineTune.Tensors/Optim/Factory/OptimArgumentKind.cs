namespace FineTune.Optim;

/// <summary>What the value of a key of <c>optim_args</c> must be.</summary>
internal enum OptimArgumentKind
{
    /// <summary>Any number.</summary>
    Number,

    /// <summary>A whole number, 0 or more.</summary>
    Count,

    /// <summary>True or false.</summary>
    Flag,
}
