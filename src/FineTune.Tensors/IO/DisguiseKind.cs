namespace FineTune.IO;

/// <summary>What a file is, where there is a way to the right one.</summary>
internal enum DisguiseKind
{
    Other,

    /// <summary>What git-lfs left in its place.</summary>
    Pointer,

    /// <summary>A page of a site about it.</summary>
    Page,
}
