namespace FineTune.Tokenizers;

/// <summary>Where a replaced space is put before a text.</summary>
internal enum PrependScheme
{
    /// <summary>Before the part of a text that begins it, not after added tokens.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before every part between added tokens.</summary>
    Always,
}
