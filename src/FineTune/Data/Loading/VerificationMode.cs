namespace FineTune;

/// <summary>What <c>load_dataset</c> checks of a data set that says what it holds. Every downloaded file is checked whatever this says.</summary>
public enum VerificationMode
{
    /// <summary>The names of the splits and their numbers of rows.</summary>
    BasicChecks,

    /// <summary>The same: the reference compares checksums too, which a download does anyway.</summary>
    AllChecks,

    /// <summary>Nothing.</summary>
    NoChecks,
}
