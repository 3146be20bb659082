namespace FineTune.Testing;

/// <summary>The three addresses of a <see cref="StandInHub"/>.</summary>
public enum HubPort
{
    /// <summary>The Hub itself: API, files, git-lfs.</summary>
    Hub,

    /// <summary>Where large files lie, behind signed URLs; refuses whoever sends an authorization header, as the real store does.</summary>
    Cdn,

    /// <summary>A host of somebody else's, for redirects: it serves any file to anybody.</summary>
    Other,
}
