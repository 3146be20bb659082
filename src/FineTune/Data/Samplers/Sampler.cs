using System.Collections;

namespace FineTune;

/// <summary>
/// The order in which a <see cref="DataLoader"/> visits the rows of a data set: enumerating it gives row numbers. Derive from it for an
/// order of your own; whole batches of row numbers are an <see cref="IBatchSampler"/>.
/// </summary>
public abstract class Sampler : IEnumerable<int>
{
    /// <summary>Gets how many row numbers one pass gives.</summary>
    public abstract int Count { get; }

    /// <summary>Says which epoch the next pass belongs to, from 0. Orders that do not depend on it pass it over.</summary>
    public virtual void SetEpoch(int epoch)
    {
    }

    /// <summary>Begins a pass. Whatever it draws is drawn at the first <see cref="IEnumerator.MoveNext"/>.</summary>
    public abstract IEnumerator<int> GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
