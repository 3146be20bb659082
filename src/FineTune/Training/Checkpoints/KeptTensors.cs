namespace FineTune.Training;

/// <summary>
/// The tensors of a checkpoint that is being written while training goes on. They are written as they are; before they change, <see cref="Keep"/>
/// copies a bounded part of what is not written yet, and waits until the rest is. So a save takes little memory, and every file is what was there
/// when it was taken.
/// </summary>
/// <param name="most">How many bytes are copied at most.</param>
internal sealed class KeptTensors(long most)
{
    private readonly List<KeptTensor> _unwritten = [];
    private bool _isOver;

    /// <summary>Gets how many bytes were copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Gets what is written in a tensor's place; about in the order in which they are taken.</summary>
    public Tensor Take(Tensor tensor)
    {
        KeptTensor kept = new(tensor, this);
        _unwritten.Add(kept);
        return kept;
    }

    /// <summary>Sees that the tensors may change: what was taken last is copied, since that would be waited for longest (the optimizer's, which come behind the weights).</summary>
    public void Keep()
    {
        for (int i = _unwritten.Count - 1; i >= 0; i--)
        {
            KeptTensor tensor = _unwritten[i];
            if (!TryCopy(tensor))
            {
                WaitFor(tensor);
            }
        }

        _unwritten.Clear();
    }

    /// <summary>Notes that nothing more will be written, be it because of an error.</summary>
    public void End()
    {
        lock (this)
        {
            _isOver = true;
            Monitor.PulseAll(this);
        }
    }

    private bool TryCopy(KeptTensor tensor)
    {
        long bytes = tensor.UnreadBytes;
        if (bytes > most - Copied)
        {
            return false;
        }

        try
        {
            tensor.Copy();
            Copied += bytes;
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void WaitFor(KeptTensor tensor)
    {
        lock (this)
        {
            while (tensor.UnreadBytes > 0 && !_isOver)
            {
                Monitor.Wait(this);
            }
        }
    }
}
