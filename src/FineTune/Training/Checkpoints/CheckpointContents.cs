namespace FineTune.Training;

/// <summary>
/// Everything a checkpoint is to hold, as it was at one moment: what the Trainer does afterwards does not change it, so that it can be
/// written while training goes on.
/// </summary>
internal sealed class CheckpointContents
{
    private readonly List<Action<ICheckpointFiles, string>> _parts = [];
    private readonly KeptTensors? _kept;

    /// <param name="folder">Where it is going to be.</param>
    /// <param name="kept">Keeps the weights and the optimizer's tensors as they are. Default null: they do not change until it is written.</param>
    public CheckpointContents(string folder, KeptTensors? kept = null) => (Folder, _kept) = (folder, kept);

    /// <summary>Gets where it is going to be.</summary>
    public string Folder { get; }

    public int Step => CheckpointName.StepOf(Folder)!.Value;

    /// <summary>Gets the size of the tensors in it, which is nearly that of the checkpoint.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a text file.</summary>
    public void AddText(string name, string text) => _parts.Add((files, folder) => files.WriteText(Path.Combine(folder, name), text));

    /// <summary>Adds a file that something writes, given its path.</summary>
    public void Add(string name, Func<Func<Tensor, Tensor>, Action<string>> take)
    {
        Action<string> write = take(Take);
        _parts.Add((files, folder) =>
        {
            string path = Path.Combine(folder, name);
            files.Write(path, write);
            files.Flush(path);
        });
    }

    /// <summary>Adds files that something writes, given the folder.</summary>
    public void AddFiles(Func<Func<Tensor, Tensor>, Action<string>> take)
    {
        Action<string> write = take(Take);
        _parts.Add((files, folder) => files.WriteAndFlush(folder, write));
    }

    /// <summary>Writes everything into a folder, in order, and lets go of it.</summary>
    public void Write(ICheckpointFiles files, string folder)
    {
        while (_parts.Count > 0)
        {
            _parts[0](files, folder);
            _parts.RemoveAt(0);
        }
    }

    private Tensor Take(Tensor tensor)
    {
        Bytes += (long)tensor.Length * sizeof(float);
        return _kept?.Take(tensor) ?? tensor;
    }
}
