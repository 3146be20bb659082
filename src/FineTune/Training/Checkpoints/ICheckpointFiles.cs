namespace FineTune.Training;

/// <summary>Every change a Trainer makes to the disk. A test puts one in its place that fails at a chosen change.</summary>
internal interface ICheckpointFiles
{
    /// <summary>Makes a folder and those around it.</summary>
    void CreateDirectory(string path);

    /// <summary>Lets something write one file, and sees that it has reached the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it, given the path.</param>
    void Write(string path, Action<string> write);

    /// <summary>Lets something write files into a folder, and sees that they have reached the disk.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="write">Writes them, given the folder.</param>
    void WriteInto(string folder, Action<string> write);

    /// <summary>Writes a file that is there whole or not at all.</summary>
    void WriteText(string path, string text);

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
