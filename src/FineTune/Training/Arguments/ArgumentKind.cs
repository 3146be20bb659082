namespace FineTune.Training;

/// <summary>What an argument's value looks like in JSON and on the command line.</summary>
internal enum ArgumentKind
{
    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Real,

    /// <summary>A count of steps, or a share of all steps when below 1; written as a whole number when it is one.</summary>
    Steps,

    /// <summary>Text.</summary>
    Text,

    /// <summary>One of <see cref="Argument.Choices"/>.</summary>
    Choice,

    /// <summary>Texts.</summary>
    List,

    /// <summary>Some of <see cref="Argument.Choices"/>.</summary>
    Flags,

    /// <summary>A JSON object.</summary>
    Map,

    /// <summary>Seconds, or a time in words.</summary>
    Duration,

    /// <summary>A word, numbers, or numbers by name.</summary>
    Weights,
}
