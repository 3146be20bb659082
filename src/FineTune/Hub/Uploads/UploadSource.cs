namespace FineTune.Hub;

/// <summary>Where the bytes of an uploaded file come from.</summary>
internal abstract class UploadSource
{
    /// <summary>Gets the size in bytes and the first bytes, and remembers the state that the file must stay in.</summary>
    public abstract UploadContent Begin(string pathInRepo);
}
