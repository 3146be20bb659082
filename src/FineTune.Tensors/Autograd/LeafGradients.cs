using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// The gradients of leaves, for one way back. What a pass gives a leaf is finished before it is added to what passes before it gave, as in torch: so
/// it makes no difference whether the gradients of several batches are added up here, or those of as many processes elsewhere.
/// </summary>
internal sealed class LeafGradients
{
    private readonly Dictionary<Tensor, Leaf> _leaves = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Leaf> _spare = new();

    /// <summary>Counts that an operation of the pass uses a leaf.</summary>
    public void Count(Tensor leaf)
    {
        if (Find(leaf) is not { } entry)
        {
            _leaves[leaf] = entry = _spare.TryPop(out Leaf? spare) ? spare : new Leaf();
            (entry.Adds, entry.Finished) = (leaf.HasGradient, null);
        }

        entry.Uses++;
    }

    /// <summary>Gets whether a leaf has no gradient of earlier passes: whatever this one gives it goes where it stays.</summary>
    public bool IsFirstPass(Tensor leaf) => Find(leaf) is not { Adds: true };

    /// <summary>Gets whether one operation alone gives a leaf a gradient in this pass.</summary>
    public bool IsOnlyUse(Tensor leaf) => Find(leaf) is { Uses: 1, Finished: null };

    /// <summary>Gets where to write the whole gradient of a leaf.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="isWhole">Whether each element is added to at most once, as a finished sum.</param>
    /// <param name="accumulate">Whether to add to what is there, or to overwrite it.</param>
    public Tensor Target(Tensor leaf, bool isWhole, out bool accumulate)
    {
        if (Find(leaf) is not { Adds: true } entry || (isWhole && entry is { Uses: 1, Finished: null }))
        {
            return leaf.WholeGradientTarget(out accumulate);
        }

        accumulate = entry.Finished is not null;
        return entry.Finished ??= Rent(leaf.Shape);
    }

    /// <summary>Notes that an operation is behind us; a leaf that none ahead uses gets what this pass gave it.</summary>
    public void Pass(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor leaf in inputs)
        {
            if (leaf.GradFn is not null || Find(leaf) is not { } entry || --entry.Uses > 0)
            {
                continue;
            }

            if (entry.Finished is { } finished)
            {
                Kernels.Arithmetic.Copy(finished.Span, leaf.WholeGradientTarget(out _).Span, accumulate: true);
                finished.Dispose();
            }

            _leaves.Remove(leaf);
            _spare.Push(entry);
            if (leaf is Parameter { GradientFinished: { } told } parameter)
            {
                told(parameter);
            }
        }
    }

    /// <summary>Forgets a pass that did not come to its end.</summary>
    public void Clear()
    {
        foreach (Leaf leaf in _leaves.Values)
        {
            leaf.Finished?.Dispose();
        }

        _leaves.Clear();
    }

    /// <summary>Memory of no scope, since the last use of a leaf may be in another one than the first; it goes back when it was added.</summary>
    private static Tensor Rent(Shape shape)
    {
        using (TensorScope.Suspend())
        {
            return new Tensor(BufferPool.Rent(shape.NumElements, clear: false), shape);
        }
    }

    private Leaf? Find(Tensor leaf) => _leaves.GetValueOrDefault(leaf);

    private sealed class Leaf
    {
        /// <summary>How many operations of the pass are still to come.</summary>
        public int Uses { get; set; }

        /// <summary>Whether earlier passes left a gradient.</summary>
        public bool Adds { get; set; }

        /// <summary>What this pass gave so far, apart from theirs.</summary>
        public Tensor? Finished { get; set; }
    }
}
