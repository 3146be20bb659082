using System.Buffers;
using FineTune.Runtime;

namespace FineTune;

/// <summary>
/// Owns the tensors made while it is open on this thread and gives their memory back when it is disposed: a training step or an
/// evaluation batch is one scope, so that memory is reused from step to step without waiting for the garbage collector.
/// Tensors made outside any scope live as long as they are referenced.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? t_current;

    // The lists of a scope that ended, for the next one.
    [ThreadStatic]
    private static (List<Tensor>? Tensors, List<int[]>? Rows) t_spare;

    private readonly TensorScope? _outer = t_current;
    private readonly List<Tensor> _tensors = t_spare.Tensors ?? [];
    private readonly List<int[]> _rows = t_spare.Rows ?? [];
    private bool _ended;

    /// <summary>Opens a scope inside the current one.</summary>
    public TensorScope()
    {
        t_spare = default;
        t_current = this;
    }

    /// <summary>Gets whether a scope is open on this thread.</summary>
    internal static bool IsOpen => t_current is not null;

    /// <summary>Takes a tensor out of every open scope of this thread: it lives as long as it is referenced.</summary>
    /// <returns>The same tensor.</returns>
    public static Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Scope = null;
        tensor.Storage.LeavePool();
        return tensor;
    }

    /// <summary>Hands a tensor made in this scope to the one around it.</summary>
    /// <returns>The same tensor.</returns>
    public Tensor Return(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Scope == this)
        {
            tensor.Scope = _outer;
            if (_outer is null)
            {
                tensor.Storage.LeavePool();
            }
            else
            {
                _outer._tensors.Add(tensor);
            }
        }

        return tensor;
    }

    /// <summary>Ends the scope: every tensor made in it that was neither kept nor returned is disposed.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        t_current = _outer;
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.Scope == this)
            {
                tensor.Dispose();
            }
        }

        foreach (int[] rows in _rows)
        {
            ArrayPool<int>.Shared.Return(rows);
        }

        _tensors.Clear();
        _rows.Clear();
        t_spare = (_tensors, _rows);
    }

    /// <summary>
    /// Gets memory for a tensor, or something that goes with one: from the pool when a scope is open that will give it back, else an array of
    /// its own. The content is undefined unless <paramref name="clear"/>.
    /// </summary>
    internal static Storage Rent(int length, bool clear) =>
        t_current is null ? Storage.Alone(length, clear) : BufferPool.Rent(length, clear);

    /// <summary>Gets room for at least so many row numbers, to be given back when the innermost scope ends; a new array when none is open.</summary>
    internal static int[] RentRows(int count)
    {
        if (t_current is not { } scope)
        {
            return new int[count];
        }

        int[] rows = ArrayPool<int>.Shared.Rent(count);
        scope._rows.Add(rows);
        return rows;
    }

    internal static void Register(Tensor tensor)
    {
        if (t_current is { } scope)
        {
            tensor.Scope = scope;
            scope._tensors.Add(tensor);
        }
    }

    /// <summary>Hides the open scopes while something long-lived (a parameter, optimizer state) is made.</summary>
    internal static Suspension Suspend() => new(t_current);

    internal readonly ref struct Suspension
    {
        private readonly TensorScope? _saved;

        public Suspension(TensorScope? saved)
        {
            _saved = saved;
            t_current = null;
        }

        public void Dispose() => t_current = _saved;
    }
}
