using System.Text;

namespace FineTune.Terminal;

/// <summary>
/// Writes to a console that may be closed, full, broken or slow, none of which is the run's business: what cannot be written is lost, the
/// first failure is remembered, and nobody waits longer than a moment for a reader, unless a great deal is waiting to be read.
/// </summary>
/// <remarks>A thread of its own writes. As long as the reader keeps up each call returns when its text is written, so that two streams stay in order.</remarks>
internal sealed class SafeWriter : TextWriter
{
    private const int MostWaiting = 1 << 23;
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);
    private readonly Func<TextWriter> _open;
    private readonly Lock _start = new();
    private readonly object _gate = new();
    private readonly Queue<string> _waiting = new();
    private long _charactersWaiting;
    private Thread? _thread;
    private bool _isSlow;
    private bool _nobodyWaits;

    /// <param name="open">Gets the writer; asked for at each text, and it may fail too.</param>
    public SafeWriter(Func<TextWriter> open) => _open = open;

    /// <summary>Gets or sets what is told of the first failure.</summary>
    public Action<Exception>? OnFailure { get; set; }

    /// <summary>Gets or sets what a text becomes before it is written: what stands on a terminal's last line makes room for it.</summary>
    public Func<string, string>? Surround { get; set; }

    /// <summary>Gets the first failure, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Send(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => Send(value ?? string.Empty);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Send(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Send(new string(buffer));

    /// <inheritdoc/>
    public override void WriteLine() => Send(NewLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Send(value + NewLine);

    /// <inheritdoc/>
    public override void WriteLine(ReadOnlySpan<char> buffer) => Send(string.Concat(buffer, NewLine));

    /// <inheritdoc/>
    public override void Write(StringBuilder? value) => Send(value?.ToString() ?? string.Empty);

    /// <inheritdoc/>
    public override void WriteLine(StringBuilder? value) => Send(value + NewLine);

    /// <summary>Does nothing: everything is written as soon as it can be.</summary>
    public override void Flush()
    {
    }

    /// <summary>Gives up what is still waiting for its reader, now and later: the process is asked to end.</summary>
    public void StopWaiting()
    {
        lock (_gate)
        {
            _nobodyWaits = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is written, as long as that takes; once nobody waits, for a moment.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            while (_charactersWaiting > 0 && !_nobodyWaits)
            {
                Monitor.Wait(_gate);
            }

            if (_charactersWaiting > 0)
            {
                Monitor.Wait(_gate, s_moment);
            }
        }
    }

    /// <summary>Writes a text as it is, without what <see cref="Surround"/> makes of it.</summary>
    public void WriteRaw(string text) => Send(text, surround: null);

    private void Send(string text) => Send(text, Surround);

    private void Send(string text, Func<string, string>? surround)
    {
        if (text.Length == 0)
        {
            return;
        }

        try
        {
            Start();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            Failure ??= exception; // There is nobody to write it; the text is lost, and nobody may wait for it.
            return;
        }

        lock (_gate)
        {
            text = surround?.Invoke(text) ?? text;
            while (_charactersWaiting > MostWaiting && !_nobodyWaits)
            {
                Monitor.Wait(_gate);
            }

            if (_charactersWaiting > MostWaiting)
            {
                return;
            }

            _waiting.Enqueue(text);
            _charactersWaiting += text.Length;
            Monitor.PulseAll(_gate);
            long until = Environment.TickCount64 + (long)s_moment.TotalMilliseconds;
            while (_charactersWaiting > 0 && !_isSlow && !_nobodyWaits)
            {
                long left = until - Environment.TickCount64;
                _isSlow = left <= 0 || (!Monitor.Wait(_gate, (int)left) && _charactersWaiting > 0);
            }
        }
    }

    private void Start()
    {
        lock (_start)
        {
            if (_thread is null)
            {
                Thread thread = new(Run) { IsBackground = true, Name = "FineTune console" };
                thread.Start();
                _thread = thread;
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            string text;
            lock (_gate)
            {
                while (!_waiting.TryDequeue(out text!))
                {
                    Monitor.Wait(_gate);
                }
            }

            Exception? failure = TryWrite(text);
            if (failure is not null && Failure is null)
            {
                Failure = failure; // Known, and told, before anybody who waits goes on.
                OnFailure?.Invoke(failure);
            }

            lock (_gate)
            {
                _charactersWaiting -= text.Length;
                _isSlow &= _charactersWaiting > 0;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Exception? TryWrite(string text)
    {
        try
        {
            TextWriter writer = _open();
            writer.Write(text);
            writer.Flush();
            return null;
        }
        catch (Exception exception)
        {
            return exception; // Whatever it is: what is printed is never worth a run.
        }
    }
}
