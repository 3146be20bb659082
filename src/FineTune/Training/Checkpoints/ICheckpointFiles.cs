namespace FineTune.Training;

/// <summary>Every change a Trainer makes to the disk, each by itself. A test puts one in its place that fails at a chosen change.</summary>
internal interface ICheckpointFiles
{
    /// <summary>Makes a folder and those around it.</summary>
    void CreateDirectory(string path);

    /// <summary>Lets something write one file, given its path.</summary>
    void Write(string path, Action<string> write);

    /// <summary>Lets something write files into a folder, given its path.</summary>
    void WriteInto(string folder, Action<string> write);

    /// <summary>Sees that a file has reached the disk.</summary>
    void Flush(string path);

    /// <summary>Sees that the names in a folder have reached the disk.</summary>
    void FlushDirectory(string path);

    /// <summary>Gives a folder another name; there must be none of that name.</summary>
    void Rename(string from, string to);

    /// <summary>Moves a file into the place of another.</summary>
    void Replace(string from, string to);

    /// <summary>Deletes a folder and all in it.</summary>
    void DeleteDirectory(string path);

    /// <summary>Deletes a file, if it is there.</summary>
    void DeleteFile(string path);

    /// <summary>Gets the free bytes where a folder is, or null where that cannot be known.</summary>
    long? FreeSpace(string folder);
}
