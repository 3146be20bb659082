namespace FineTune.Runtime;

/// <summary>
/// A change to a <see cref="Storage"/> that was decided on but not made yet (scaling a gradient, bringing the rows of an embedding table
/// up to date). <see cref="Storage.Span"/> has it made before anybody reads or writes; only who handles it knowingly uses
/// <see cref="Storage.RawSpan"/>.
/// </summary>
internal abstract class DeferredWork
{
    /// <summary>
    /// Makes the whole change and takes it off every storage it concerns; <see cref="Storage.Deferred"/> is then null, or what was to be done before this was put off.
    /// </summary>
    public abstract void Complete();

    /// <summary>Notes that nobody wants the numbers of a gradient any more; returns what is to be done all the same, or null.</summary>
    public virtual DeferredWork? ForgetNumbers() => null;

    /// <summary>Is called when the change is not to be made after all, because all it concerns is given up: nothing may touch it any more.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Makes the change in some rows (indices of the first axis, in any order, repeats allowed); the rest stays deferred.</summary>
    public virtual void CompleteRows(ReadOnlySpan<int> rows) => Complete();
}
