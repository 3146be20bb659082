namespace FineTune.Tests.Training.Checkpoints;

/// <summary>
/// A disk on which one change fails, done in part. After a failure of the disk the program goes on and may clean up; when the machine is
/// killed all later changes fail too, and when it lost its power, whatever had not been flushed is gone besides.
/// </summary>
internal sealed class FaultyFiles(int failAt, Fault fault) : QuickFiles
{
    private readonly HashSet<string> _unflushed = [];
    private readonly Stack<(string From, string To)> _unflushedNames = [];
    private int _changes;

    public int Changes => _changes;

    public bool HasFailed { get; private set; }

    private bool IsMachineOff => HasFailed && fault is Fault.Kill or Fault.PowerLoss;

    public override void CreateDirectory(string path) => Change(() => base.CreateDirectory(path));

    public override void Write(string path, Action<string> write)
    {
        Change(() => base.Write(path, write), () => Tear(path, write));
        _unflushed.Add(path);
    }

    public override void WriteInto(string folder, Action<string> write)
    {
        string[] before = Directory.GetFiles(folder);
        Change(() => base.WriteInto(folder, write), () => Tear(Path.Combine(folder, "model.safetensors"), _ => write(folder)));
        _unflushed.UnionWith(Directory.GetFiles(folder).Except(before));
    }

    public override void Flush(string path)
    {
        Change(() => base.Flush(path), () => _unflushed.Add(path));
        _unflushed.Remove(path);
    }

    public override void FlushDirectory(string path)
    {
        Change(() => base.FlushDirectory(path));
        _unflushedNames.Clear();
    }

    public override void Rename(string from, string to)
    {
        Change(() => base.Rename(from, to));
        _unflushedNames.Push((from, to));
    }

    public override void Replace(string from, string to)
    {
        Change(() => base.Replace(from, to));
        if (_unflushed.Remove(from))
        {
            _unflushed.Add(to);
        }
    }

    public override void DeleteDirectory(string path) => Change(
        () => base.DeleteDirectory(path),
        () => Directory.EnumerateFiles(path).Take(2).ToList().ForEach(File.Delete));

    public override void DeleteFile(string path) => Change(() => base.DeleteFile(path));

    private static void Tear(string path, Action<string> write)
    {
        write(path);
        if (File.Exists(path))
        {
            using FileStream stream = new(path, FileMode.Open);
            stream.SetLength(stream.Length / 2);
        }
    }

    private void Change(Action change, Action? half = null)
    {
        if (IsMachineOff)
        {
            throw new IOException("The machine is off.");
        }

        if (++_changes == failAt)
        {
            HasFailed = true;
            half?.Invoke();
            if (fault == Fault.PowerLoss)
            {
                LoseWhatWasNotFlushed();
            }

            throw new IOException(failAt % 2 == 0 ? "Input/output error." : "No space left on device.");
        }

        change();
    }

    private void LoseWhatWasNotFlushed()
    {
        foreach (string file in _unflushed.Where(File.Exists))
        {
            File.WriteAllText(file, string.Empty);
        }

        while (_unflushedNames.TryPop(out (string From, string To) name))
        {
            if (Directory.Exists(name.To) && !Directory.Exists(name.From))
            {
                Directory.Move(name.To, name.From);
            }
        }
    }
}
