namespace FineTune.Training;

/// <summary>What setting an argument does here.</summary>
internal enum ArgumentSupport
{
    /// <summary>What it does in the reference.</summary>
    Works,

    /// <summary>Nothing, because what it asks for holds in any case.</summary>
    Satisfied,

    /// <summary>It cannot work here: any value but the default is an error.</summary>
    Refused,
}
