namespace FineTune.Data;

/// <summary>
/// A folder that is filled beside the place it belongs to and then takes it, so that whoever looks there finds the old folder or the whole
/// new one, never a part.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string _target;
    private bool _isKept;

    /// <param name="target">The place it belongs to.</param>
    public NewFolder(string target)
    {
        _target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        string parent = System.IO.Path.GetDirectoryName(_target) ?? throw new ArgumentException($"{target} is the root of a disk; name a folder.", nameof(target));
        Path = System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(_target)}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    /// <summary>Gets the folder to fill.</summary>
    public string Path { get; }

    /// <summary>Puts the folder in its place; what is there goes away.</summary>
    public void Keep()
    {
        string old = Path + ".old";
        bool isThere = Directory.Exists(_target);
        if (isThere)
        {
            Directory.Move(_target, old);
        }

        try
        {
            Directory.Move(Path, _target);
        }
        catch when (isThere)
        {
            Directory.Move(old, _target);
            throw;
        }

        _isKept = true;
        if (isThere)
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>Removes the folder unless it was kept.</summary>
    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
