namespace FineTune.IO;

/// <summary>What a file is instead of what its name says.</summary>
/// <param name="What">The rest of a sentence that begins with the file's path, without its full stop.</param>
/// <param name="Kind">What can be decided by.</param>
internal sealed record Disguise(string What, DisguiseKind Kind)
{
    /// <summary>Gets one that nothing more is known of; null of null.</summary>
    public static Disguise? Other(string? what) => what is null ? null : new(what, DisguiseKind.Other);
}
